<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>guarita::console::ActivityPage</name>
    <message numerus="yes">
        <source>%Ln record(s) exported</source>
        <translation>
            <numerusform>%Ln record exported</numerusform>
            <numerusform>%Ln records exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) shown</source>
        <translation>
            <numerusform>%Ln record shown</numerusform>
            <numerusform>%Ln records shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::BackendsModel</name>
    <message numerus="yes">
        <source>%Ln in flight</source>
        <translation>
            <numerusform>%Ln in flight</numerusform>
            <numerusform>%Ln in flight</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ChangeDialog</name>
    <message numerus="yes">
        <source>%Ln request(s) in flight there will be finished first.</source>
        <translation>
            <numerusform>%Ln request in flight there will be finished first.</numerusform>
            <numerusform>%Ln requests in flight there will be finished first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Watch the errors for %n second(s), and take it back if they rise</source>
        <translation>
            <numerusform>&amp;Watch the errors for %n second, and take it back if they rise</numerusform>
            <numerusform>&amp;Watch the errors for %n seconds, and take it back if they rise</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ClusterNotice</name>
    <message numerus="yes">
        <source>%Ln request(s) wait for a backend; %1 were refused since the start because the queue was full.</source>
        <translation>
            <numerusform>%Ln request waits for a backend; %1 were refused since the start because the queue was full.</numerusform>
            <numerusform>%Ln requests wait for a backend; %1 were refused since the start because the queue was full.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::CreateStep</name>
    <message numerus="yes">
        <source>Duplicate %n item(s)</source>
        <translation>
            <numerusform>Duplicate %n item</numerusform>
            <numerusform>Duplicate %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n item(s)</source>
        <translation>
            <numerusform>Add %n item</numerusform>
            <numerusform>Add %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::DeleteDialog</name>
    <message numerus="yes">
        <source>Delete %Ln item(s)?</source>
        <translation>
            <numerusform>Delete %Ln item?</numerusform>
            <numerusform>Delete %Ln items?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Delete %Ln item(s)</source>
        <translation>
            <numerusform>&amp;Delete %Ln item</numerusform>
            <numerusform>&amp;Delete %Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::DiscardStep</name>
    <message numerus="yes">
        <source>Discard changes to %n item(s)</source>
        <translation>
            <numerusform>Discard changes to %n item</numerusform>
            <numerusform>Discard changes to %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::DraftTexts</name>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>At most %n character.</numerusform>
            <numerusform>At most %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::EventLogModel</name>
    <message numerus="yes">
        <source>Watching %n backend(s) from here on</source>
        <translation>
            <numerusform>Watching %n backend from here on</numerusform>
            <numerusform>Watching %n backends from here on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::FeedView</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new row(s): go to the top</source>
        <translation>
            <numerusform>%Ln new row: go to the top</numerusform>
            <numerusform>%Ln new rows: go to the top</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportAdvice</name>
    <message numerus="yes">
        <source>%Ln price(s) are not written like %1.</source>
        <translation>
            <numerusform>%Ln price is not written like %1.</numerusform>
            <numerusform>%Ln prices are not written like %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportDialog</name>
    <message numerus="yes">
        <source>&amp;Import %Ln row(s)</source>
        <translation>
            <numerusform>&amp;Import %Ln row</numerusform>
            <numerusform>&amp;Import %Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportSummary</name>
    <message numerus="yes">
        <source>%1 of %Ln row(s) will be imported</source>
        <translation>
            <numerusform>%1 of %Ln row will be imported</numerusform>
            <numerusform>%1 of %Ln rows will be imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) with errors</source>
        <translation>
            <numerusform>%Ln row with errors</numerusform>
            <numerusform>%Ln rows with errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemCommands</name>
    <message numerus="yes">
        <source>%Ln of the selected items are not loaded yet.</source>
        <translation>
            <numerusform>%Ln of the selected items is not loaded yet.</numerusform>
            <numerusform>%Ln of the selected items are not loaded yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Discard %Ln unsaved change(s)?</source>
        <translation>
            <numerusform>Discard %Ln unsaved change?</numerusform>
            <numerusform>Discard %Ln unsaved changes?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemTransfer</name>
    <message numerus="yes">
        <source>%Ln of the selected items are not loaded yet.</source>
        <translation>
            <numerusform>%Ln of the selected items is not loaded yet.</numerusform>
            <numerusform>%Ln of the selected items are not loaded yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsHead</name>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln found</numerusform>
            <numerusform>%Ln found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsPage</name>
    <message numerus="yes">
        <source>%Ln item(s) exported</source>
        <translation>
            <numerusform>%Ln item exported</numerusform>
            <numerusform>%Ln items exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ManyPane</name>
    <message numerus="yes">
        <source>%Ln item(s) selected</source>
        <translation>
            <numerusform>%Ln item selected</numerusform>
            <numerusform>%Ln items selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::Notices</name>
    <message numerus="yes">
        <source>%Ln unsaved change(s) of your last visit</source>
        <translation>
            <numerusform>%Ln unsaved change of your last visit</numerusform>
            <numerusform>%Ln unsaved changes of your last visit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) may not have been deleted or restored</source>
        <translation>
            <numerusform>%Ln item may not have been deleted or restored</numerusform>
            <numerusform>%Ln items may not have been deleted or restored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::OfflineNotice</name>
    <message numerus="yes">
        <source>Next try in %n s.</source>
        <translation>
            <numerusform>Next try in %n s.</numerusform>
            <numerusform>Next try in %n s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::RemoveStep</name>
    <message numerus="yes">
        <source>Delete %n item(s)</source>
        <translation>
            <numerusform>Delete %n item</numerusform>
            <numerusform>Delete %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestTexts</name>
    <message numerus="yes">
        <source>%Ln statement(s)</source>
        <translation>
            <numerusform>%Ln statement</numerusform>
            <numerusform>%Ln statements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestsPage</name>
    <message numerus="yes">
        <source>%Ln request(s) shown</source>
        <translation>
            <numerusform>%Ln request shown</numerusform>
            <numerusform>%Ln requests shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ShareBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::SharePreview</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ShellTexts</name>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many attempts. Try again in %n second.</numerusform>
            <numerusform>Too many attempts. Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::StagedBar</name>
    <message numerus="yes">
        <source>%Ln unsaved change(s)</source>
        <translation>
            <numerusform>%Ln unsaved change</numerusform>
            <numerusform>%Ln unsaved changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln need(s) attention</source>
        <translation>
            <numerusform>%Ln needs attention</numerusform>
            <numerusform>%Ln need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::TrafficCharts</name>
    <message numerus="yes">
        <source>The last %n minute(s)</source>
        <translation>
            <numerusform>The last %n minute</numerusform>
            <numerusform>The last %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::Transport</name>
    <message numerus="yes">
        <source>No connection to %1 came about within %n second(s).</source>
        <translation>
            <numerusform>No connection to %1 came about within %n second.</numerusform>
            <numerusform>No connection to %1 came about within %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 did not answer within %n second(s).</source>
        <translation>
            <numerusform>%1 did not answer within %n second.</numerusform>
            <numerusform>%1 did not answer within %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 has said nothing for %n second(s).</source>
        <translation>
            <numerusform>%1 has said nothing for %n second.</numerusform>
            <numerusform>%1 has said nothing for %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::UndoBar</name>
    <message numerus="yes">
        <source>%Ln item(s) deleted</source>
        <translation>
            <numerusform>%Ln item deleted</numerusform>
            <numerusform>%Ln items deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be deleted</source>
        <translation>
            <numerusform>%Ln could not be deleted</numerusform>
            <numerusform>%Ln could not be deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::UsersPage</name>
    <message numerus="yes">
        <source>%Ln user(s)</source>
        <translation>
            <numerusform>%Ln user</numerusform>
            <numerusform>%Ln users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln found</numerusform>
            <numerusform>%Ln found</numerusform>
        </translation>
    </message>
</context>
</TS>
