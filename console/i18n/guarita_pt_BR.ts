<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR" sourcelanguage="en">
<context>
    <name>guarita::console::ActivityFilters</name>
    <message>
        <source>Who</source>
        <translation>Quem</translation>
    </message>
    <message>
        <source>A user&apos;s whole name (Ctrl+F)</source>
        <translation>O nome inteiro de um usuário (Ctrl+F)</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>Todas as ações</translation>
    </message>
    <message>
        <source>All outcomes</source>
        <translation>Todos os resultados</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Qualquer hora</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Última hora</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Últimas 24 horas</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Últimos 7 dias</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Últimos 30 dias</translation>
    </message>
    <message>
        <source>Between…</source>
        <translation>Entre…</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Ação</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>From when</source>
        <translation>Desde quando</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>Até quando</translation>
    </message>
</context>
<context>
    <name>guarita::console::ActivityPage</name>
    <message>
        <source>Reading the record…</source>
        <translation>Lendo os registros…</translation>
    </message>
    <message>
        <source>The record could not be read</source>
        <translation>Não foi possível ler os registros</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nada encontrado</translation>
    </message>
    <message>
        <source>Nothing that was done fits all of this.</source>
        <translation>Nada do que foi feito atende a tudo isso.</translation>
    </message>
    <message>
        <source>&amp;Clear filters</source>
        <translation>&amp;Limpar filtros</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Nada ainda</translation>
    </message>
    <message>
        <source>What users do will stand here.</source>
        <translation>O que os usuários fizerem aparece aqui.</translation>
    </message>
    <message>
        <source>Go &amp;on</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>Follow what happens again</source>
        <translation>Voltar a acompanhar o que acontece</translation>
    </message>
    <message>
        <source>Stop following what happens</source>
        <translation>Parar de acompanhar o que acontece</translation>
    </message>
    <message>
        <source>Export records</source>
        <translation>Exportar registros</translation>
    </message>
    <message>
        <source>A JSON object a line (*.ndjson)</source>
        <translation>Um objeto JSON por linha (*.ndjson)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>activity.ndjson</source>
        <translation>atividade.ndjson</translation>
    </message>
    <message>
        <source>Exporting: %1 records</source>
        <translation>Exportando: %1 registros</translation>
    </message>
    <message>
        <source>Leaves no half-written file.</source>
        <translation>Não deixa nenhum arquivo incompleto.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) exported</source>
        <translation>
            <numerusform>%Ln registro exportado</numerusform>
            <numerusform>%Ln registros exportados</numerusform>
        </translation>
    </message>
    <message>
        <source>The export failed.</source>
        <translation>A exportação falhou.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Atividade</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) shown</source>
        <translation>
            <numerusform>%Ln registro à vista</numerusform>
            <numerusform>%Ln registros à vista</numerusform>
        </translation>
    </message>
    <message>
        <source>there are older ones: narrow the filters, or export</source>
        <translation>há mais antigos: restrinja os filtros ou exporte</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sem resposta</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>em pausa</translation>
    </message>
    <message>
        <source>new ones come by themselves</source>
        <translation>os novos aparecem sozinhos</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>Ex&amp;portar…</translation>
    </message>
    <message>
        <source>Cop&amp;y record</source>
        <translation>Cop&amp;iar registro</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Atualizar</translation>
    </message>
</context>
<context>
    <name>guarita::console::AddBackendDialog</name>
    <message>
        <source>An address like http://localhost:8004</source>
        <translation>Um endereço como http://localhost:8004</translation>
    </message>
    <message>
        <source>The balancer has it already.</source>
        <translation>O balanceador já o tem.</translation>
    </message>
    <message>
        <source>Add a backend</source>
        <translation>Adicionar um servidor</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Endereço</translation>
    </message>
    <message>
        <source>&amp;Weight</source>
        <translation>&amp;Peso</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
    <message>
        <source>C&amp;luster</source>
        <translation>&amp;Grupo</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>A&amp;dd</source>
        <translation>A&amp;dicionar</translation>
    </message>
</context>
<context>
    <name>guarita::console::AuditModel</name>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quem</translation>
    </message>
    <message>
        <source>What</source>
        <translation>O quê</translation>
    </message>
    <message>
        <source>To what</source>
        <translation>Alvo</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De onde</translation>
    </message>
</context>
<context>
    <name>guarita::console::AuditTexts</name>
    <message>
        <source>Log-in</source>
        <translation>Login</translation>
    </message>
    <message>
        <source>Renewal</source>
        <translation>Renovação</translation>
    </message>
    <message>
        <source>Log-out</source>
        <translation>Saída</translation>
    </message>
    <message>
        <source>Refused request</source>
        <translation>Pedido recusado</translation>
    </message>
    <message>
        <source>User added</source>
        <translation>Usuário criado</translation>
    </message>
    <message>
        <source>User changed</source>
        <translation>Usuário alterado</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>Senha trocada</translation>
    </message>
    <message>
        <source>Item created</source>
        <translation>Item criado</translation>
    </message>
    <message>
        <source>Item changed</source>
        <translation>Item alterado</translation>
    </message>
    <message>
        <source>Item deleted</source>
        <translation>Item excluído</translation>
    </message>
    <message>
        <source>Item restored</source>
        <translation>Item restaurado</translation>
    </message>
    <message>
        <source>Items changed together</source>
        <translation>Itens em lote</translation>
    </message>
    <message>
        <source>Backend changed</source>
        <translation>Servidor alterado</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>Configuração alterada</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Feito</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Recusado</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Falhou</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Não se sabe</translation>
    </message>
</context>
<context>
    <name>guarita::console::BackendCommands</name>
    <message>
        <source>That did not work.</source>
        <translation>Não deu certo.</translation>
    </message>
    <message>
        <source>Somebody else changed %1 in the meantime.</source>
        <translation>Outra pessoa alterou %1 nesse meio-tempo.</translation>
    </message>
    <message>
        <source>It is now: %1, weight %2.</source>
        <translation>Agora está: %1, peso %2.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
    <message>
        <source>%1 was removed.</source>
        <translation>%1 foi removido.</translation>
    </message>
    <message>
        <source>Add it &amp;again…</source>
        <translation>&amp;Adicionar de novo…</translation>
    </message>
    <message>
        <source>&amp;Drain…</source>
        <translation>&amp;Drenar…</translation>
    </message>
    <message>
        <source>Give it no new requests; those in flight are finished</source>
        <translation>Não lhe dar novas requisições; as que estão em andamento terminam</translation>
    </message>
    <message>
        <source>&amp;Maintenance…</source>
        <translation>&amp;Manutenção…</translation>
    </message>
    <message>
        <source>Give it no new requests, and do not check it</source>
        <translation>Não lhe dar novas requisições, nem verificá-lo</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>&amp;Ativar</translation>
    </message>
    <message>
        <source>Give it requests again</source>
        <translation>Dar-lhe requisições de novo</translation>
    </message>
    <message>
        <source>&amp;Weight…</source>
        <translation>&amp;Peso…</translation>
    </message>
    <message>
        <source>How many requests it gets beside the others</source>
        <translation>Quantas requisições recebe em relação aos outros</translation>
    </message>
    <message>
        <source>&amp;Add backend…</source>
        <translation>&amp;Adicionar servidor…</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Remover…</translation>
    </message>
</context>
<context>
    <name>guarita::console::BackendsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requisições</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Ativas</translation>
    </message>
    <message>
        <source>Req/s</source>
        <translation>Req/s</translation>
    </message>
    <message>
        <source>p50 ms</source>
        <translation>p50 ms</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
    <message>
        <source>p99 ms</source>
        <translation>p99 ms</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erros</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Retent.</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Verif.</translation>
    </message>
    <message>
        <source>Whether the balancer sends requests there</source>
        <translation>Se o balanceador envia requisições para lá</translation>
    </message>
    <message>
        <source>Name and address</source>
        <translation>Nome e endereço</translation>
    </message>
    <message>
        <source>Requests forwarded since the balancer&apos;s start, health checks apart, and their share</source>
        <translation>Requisições encaminhadas desde o início do balanceador, sem contar as verificações, e a fatia delas</translation>
    </message>
    <message>
        <source>Requests per second, with the last minute; all rows on one scale</source>
        <translation>Requisições por segundo, com o último minuto; todas as linhas na mesma escala</translation>
    </message>
    <message>
        <source>Half of the recent requests were answered within this time (milliseconds)</source>
        <translation>Metade das requisições recentes foi respondida dentro deste tempo (milissegundos)</translation>
    </message>
    <message>
        <source>95 of 100 recent requests were answered within this time (milliseconds)</source>
        <translation>95 de cada 100 requisições recentes foram respondidas dentro deste tempo (milissegundos)</translation>
    </message>
    <message>
        <source>99 of 100 recent requests were answered within this time (milliseconds)</source>
        <translation>99 de cada 100 requisições recentes foram respondidas dentro deste tempo (milissegundos)</translation>
    </message>
    <message>
        <source>5xx answers and requests without an answer, since the balancer&apos;s start</source>
        <translation>Respostas 5xx e requisições sem resposta, desde o início do balanceador</translation>
    </message>
    <message>
        <source>Requests that came here because another backend failed, since the balancer&apos;s start</source>
        <translation>Requisições que vieram para cá porque outro servidor falhou, desde o início do balanceador</translation>
    </message>
    <message>
        <source>The last health check</source>
        <translation>A última verificação</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 requests, share %2</source>
        <translation>%1 requisições, fatia de %2</translation>
    </message>
    <message>
        <source>2xx: %1, 3xx: %2, 4xx: %3, 5xx: %4</source>
        <translation>2xx: %1, 3xx: %2, 4xx: %3, 5xx: %4</translation>
    </message>
    <message>
        <source>Without an answer: %1, retries: %2</source>
        <translation>Sem resposta: %1, retentativas: %2</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Ainda não verificado</translation>
    </message>
    <message>
        <source>State: %1</source>
        <translation>Estado: %1</translation>
    </message>
    <message>
        <source>Reason: %1 (%2)</source>
        <translation>Motivo: %1 (%2)</translation>
    </message>
    <message>
        <source>Weight: %1</source>
        <translation>Peso: %1</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Endereço</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Fatia</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nunca</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>How many requests it gets beside the others; beneath, what counts now if that is another</source>
        <translation>Quantas requisições recebe em relação aos outros; embaixo, o que vale agora, se for outro valor</translation>
    </message>
    <message>
        <source>Requests under way now, and how many there may be</source>
        <translation>Requisições em andamento agora, e quantas pode haver</translation>
    </message>
    <message>
        <source>now %1</source>
        <comment>weight</comment>
        <translation>agora %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>de %1</translation>
    </message>
    <message>
        <source>Addresses: %1</source>
        <translation>Endereços: %1</translation>
    </message>
    <message>
        <source>Cluster: %1</source>
        <translation>Grupo: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in flight</source>
        <translation>
            <numerusform>%Ln em andamento</numerusform>
            <numerusform>%Ln em andamento</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing in flight</source>
        <translation>nada em andamento</translation>
    </message>
    <message>
        <source>on trial</source>
        <translation>em prova</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>faltam %1</translation>
    </message>
    <message>
        <source>slow start, %1</source>
        <translation>início gradual, %1</translation>
    </message>
</context>
<context>
    <name>guarita::console::BackendsPage</name>
    <message>
        <source>Not logged in</source>
        <translation>Não conectado</translation>
    </message>
    <message>
        <source>Log in to see the backends.</source>
        <translation>Entre para ver os servidores.</translation>
    </message>
    <message>
        <source>Asking the balancer…</source>
        <translation>Consultando o balanceador…</translation>
    </message>
    <message>
        <source>No answer from the balancer</source>
        <translation>Sem resposta do balanceador</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Tentar de novo</translation>
    </message>
    <message>
        <source>No backends</source>
        <translation>Nenhum servidor</translation>
    </message>
    <message>
        <source>The balancer answers, but no backend is configured.</source>
        <translation>O balanceador responde, mas nenhum servidor está configurado.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Retomar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Show what is collected again</source>
        <translation>Voltar a mostrar o que é coletado</translation>
    </message>
    <message>
        <source>Keep what is shown as it is; collecting goes on</source>
        <translation>Manter a exibição como está; a coleta continua</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>Servidores</translation>
    </message>
    <message>
        <source>paused %1</source>
        <translation>pausado há %1</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>ainda sem resposta</translation>
    </message>
    <message>
        <source>waiting for the first answer</source>
        <translation>aguardando a primeira resposta</translation>
    </message>
    <message>
        <source>log-in expired · values are %1 old</source>
        <translation>sessão expirada · valores de %1 atrás</translation>
    </message>
    <message>
        <source>no answer · values are %1 old</source>
        <translation>sem resposta · valores de %1 atrás</translation>
    </message>
    <message>
        <source>poll 1 s · last answer %1 ago</source>
        <translation>consulta a cada 1 s · última resposta há %1</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Atualizar</translation>
    </message>
    <message>
        <source>Ask the balancer now</source>
        <translation>Consultar o balanceador agora</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Copiar linhas</translation>
    </message>
    <message>
        <source>live · last values %1 ago</source>
        <translation>ao vivo · últimos valores há %1</translation>
    </message>
    <message>
        <source>Add a backend…</source>
        <translation>Adicionar um servidor…</translation>
    </message>
</context>
<context>
    <name>guarita::console::Banner</name>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Fechar esta mensagem</translation>
    </message>
</context>
<context>
    <name>guarita::console::ChangeDialog</name>
    <message>
        <source>Share of the last minute&apos;s requests, and what it would become:</source>
        <translation>Parte nas requisições do último minuto, e a que passaria a ter:</translation>
    </message>
    <message>
        <source>Share of the requests by the weights, and what it would become:</source>
        <translation>Parte nas requisições segundo os pesos, e a que passaria a ter:</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) in flight there will be finished first.</source>
        <translation>
            <numerusform>%Ln requisição em andamento nele termina antes.</numerusform>
            <numerusform>%Ln requisições em andamento nele terminam antes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is in flight there now.</source>
        <translation>Nada está em andamento nele agora.</translation>
    </message>
    <message>
        <source>At most %1 requests at once instead of %2.</source>
        <translation>No máximo %1 requisições ao mesmo tempo, em vez de %2.</translation>
    </message>
    <message>
        <source>It is the last one that takes requests. Clients will get status 503 until another one is up.</source>
        <translation>É o último que recebe requisições. Os clientes terão o status 503 até que outro esteja no ar.</translation>
    </message>
    <message>
        <source>The balancer does not have this backend any more.</source>
        <translation>O balanceador já não tem este servidor.</translation>
    </message>
    <message>
        <source>Somebody else changed it in the meantime. It is now: %1, weight %2.</source>
        <translation>Outra pessoa o alterou nesse meio-tempo. Agora está: %1, peso %2.</translation>
    </message>
    <message>
        <source>&amp;Drain anyway</source>
        <translation>&amp;Drenar mesmo assim</translation>
    </message>
    <message>
        <source>&amp;Drain</source>
        <translation>&amp;Drenar</translation>
    </message>
    <message>
        <source>Into &amp;maintenance anyway</source>
        <translation>Em &amp;manutenção mesmo assim</translation>
    </message>
    <message>
        <source>Into &amp;maintenance</source>
        <translation>Pôr em &amp;manutenção</translation>
    </message>
    <message>
        <source>Set &amp;weight</source>
        <translation>Definir &amp;peso</translation>
    </message>
    <message>
        <source>&amp;Remove anyway</source>
        <translation>&amp;Remover mesmo assim</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Remover</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
    <message>
        <source>Drain %1?</source>
        <translation>Drenar %1?</translation>
    </message>
    <message>
        <source>It gets no new requests; those in flight are finished.</source>
        <translation>Não recebe novas requisições; as que estão em andamento terminam.</translation>
    </message>
    <message>
        <source>Maintenance of %1?</source>
        <translation>Manutenção de %1?</translation>
    </message>
    <message>
        <source>It gets no new requests, those in flight are finished, and it is not checked any more.</source>
        <translation>Não recebe novas requisições, as que estão em andamento terminam, e deixa de ser verificado.</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>Peso de %1</translation>
    </message>
    <message>
        <source>With twice the weight of another one it gets twice the requests.</source>
        <translation>Com o dobro do peso de outro, recebe o dobro das requisições.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>Remover %1?</translation>
    </message>
    <message>
        <source>The balancer forgets it and its counts; requests in flight are finished. It comes back with the configuration when the balancer is started again, if it is in there.</source>
        <translation>O balanceador esquece o servidor e as suas contagens; as requisições em andamento terminam. Ele volta com a configuração quando o balanceador for reiniciado, se estiver nela.</translation>
    </message>
    <message>
        <source>&amp;Weight:</source>
        <translation>&amp;Peso:</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Watch the errors for %n second(s), and take it back if they rise</source>
        <translation>
            <numerusform>&amp;Vigiar os erros por %n segundo, e desfazer se aumentarem</numerusform>
            <numerusform>&amp;Vigiar os erros por %n segundos, e desfazer se aumentarem</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
</context>
<context>
    <name>guarita::console::ChartReadout</name>
    <message>
        <source>%1 more</source>
        <translation>mais %1</translation>
    </message>
</context>
<context>
    <name>guarita::console::ClusterNotice</name>
    <message numerus="yes">
        <source>%Ln request(s) wait for a backend; %1 were refused since the start because the queue was full.</source>
        <translation>
            <numerusform>%Ln requisição espera por um servidor; %1 foram recusadas desde o início porque a fila estava cheia.</numerusform>
            <numerusform>%Ln requisições esperam por um servidor; %1 foram recusadas desde o início porque a fila estava cheia.</numerusform>
        </translation>
    </message>
    <message>
        <source>All backends are busy</source>
        <translation>Todos os servidores estão ocupados</translation>
    </message>
    <message>
        <source>Panic in %1: too few backends are healthy, so that all of them get requests</source>
        <translation>Pânico em %1: há poucos servidores saudáveis, e todos recebem requisições</translation>
    </message>
</context>
<context>
    <name>guarita::console::ColumnMenus</name>
    <message>
        <source>&amp;Sort by</source>
        <translation>&amp;Ordenar por</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Colunas</translation>
    </message>
</context>
<context>
    <name>guarita::console::ConflictDialog</name>
    <message>
        <source>Deleted meanwhile</source>
        <translation>Excluído nesse meio-tempo</translation>
    </message>
    <message>
        <source>Changed meanwhile</source>
        <translation>Alterado nesse meio-tempo</translation>
    </message>
    <message>
        <source>“%1” was deleted by somebody else</source>
        <translation>“%1” foi excluído por outra pessoa</translation>
    </message>
    <message>
        <source>“%1” was changed by somebody else</source>
        <translation>“%1” foi alterado por outra pessoa</translation>
    </message>
    <message>
        <source>Your change is still here. The item can be created again with it, or stay deleted.</source>
        <translation>Sua alteração ainda está aqui. O item pode ser criado de novo com ela ou continuar excluído.</translation>
    </message>
    <message>
        <source>You began with version %1; since %2 there is version %3.</source>
        <translation>Você começou com a versão %1; desde %2 existe a versão %3.</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Minha</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Deles</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(vazio)</translation>
    </message>
    <message>
        <source>✓ in the merge</source>
        <translation>✓ na mesclagem</translation>
    </message>
    <message>
        <source>Use mine</source>
        <translation>Usar a minha</translation>
    </message>
    <message>
        <source>Use theirs</source>
        <translation>Usar a deles</translation>
    </message>
    <message>
        <source>The changes do not touch each other: a merge keeps both.</source>
        <translation>As alterações não se sobrepõem: a mesclagem mantém as duas.</translation>
    </message>
    <message>
        <source>A merge takes what you chose, and every other change.</source>
        <translation>A mesclagem usa o que você escolheu e todas as outras alterações.</translation>
    </message>
    <message>
        <source>Both changed the same field: choose which one a merge takes.</source>
        <translation>O mesmo campo foi alterado nas duas versões: escolha qual a mesclagem usa.</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Depois</translation>
    </message>
    <message>
        <source>&amp;Discard mine</source>
        <translation>De&amp;scartar a minha</translation>
    </message>
    <message>
        <source>Take &amp;theirs</source>
        <translation>&amp;Aceitar a deles</translation>
    </message>
    <message>
        <source>&amp;Create again</source>
        <translation>&amp;Criar de novo</translation>
    </message>
    <message>
        <source>&amp;Keep mine</source>
        <translation>&amp;Manter a minha</translation>
    </message>
    <message>
        <source>&amp;Merge</source>
        <translation>M&amp;esclar</translation>
    </message>
</context>
<context>
    <name>guarita::console::ConnectionDot</name>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>The service answers.</source>
        <translation>O serviço responde.</translation>
    </message>
    <message>
        <source>The service cannot be reached.</source>
        <translation>Não foi possível acessar o serviço.</translation>
    </message>
    <message>
        <source>Connection: %1</source>
        <translation>Conexão: %1</translation>
    </message>
</context>
<context>
    <name>guarita::console::CreateStep</name>
    <message>
        <source>Duplicate “%1”</source>
        <translation>Duplicar “%1”</translation>
    </message>
    <message numerus="yes">
        <source>Duplicate %n item(s)</source>
        <translation>
            <numerusform>Duplicar %n item</numerusform>
            <numerusform>Duplicar %n itens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n item(s)</source>
        <translation>
            <numerusform>Adicionar %n item</numerusform>
            <numerusform>Adicionar %n itens</numerusform>
        </translation>
    </message>
    <message>
        <source>New item</source>
        <translation>Novo item</translation>
    </message>
    <message>
        <source>Add “%1”</source>
        <translation>Adicionar “%1”</translation>
    </message>
</context>
<context>
    <name>guarita::console::DeleteDialog</name>
    <message>
        <source>Delete</source>
        <translation>Excluir</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln item(s)?</source>
        <translation>
            <numerusform>Excluir %Ln item?</numerusform>
            <numerusform>Excluir %Ln itens?</numerusform>
        </translation>
    </message>
    <message>
        <source>To go on, type how many: %1</source>
        <translation>Para continuar, digite quantos são: %1</translation>
    </message>
    <message>
        <source>Number of items to delete</source>
        <translation>Número de itens a excluir</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Delete %Ln item(s)</source>
        <translation>
            <numerusform>&amp;Excluir %Ln item</numerusform>
            <numerusform>&amp;Excluir %Ln itens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::DiscardStep</name>
    <message>
        <source>Discard changes to “%1”</source>
        <translation>Descartar alterações em “%1”</translation>
    </message>
    <message numerus="yes">
        <source>Discard changes to %n item(s)</source>
        <translation>
            <numerusform>Descartar alterações em %n item</numerusform>
            <numerusform>Descartar alterações em %n itens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::DraftNotice</name>
    <message>
        <source>Somebody else changed this item after you began.</source>
        <translation>Outra pessoa alterou este item depois que você começou.</translation>
    </message>
    <message>
        <source>Somebody else deleted this item after you began.</source>
        <translation>Outra pessoa excluiu este item depois que você começou.</translation>
    </message>
    <message>
        <source>&amp;Compare…</source>
        <translation>&amp;Comparar…</translation>
    </message>
    <message>
        <source>The connection broke while this was being saved. It may have been saved or not: look it up before you send it again.</source>
        <translation>A conexão caiu durante o salvamento. O item pode ter sido salvo ou não: verifique antes de enviar de novo.</translation>
    </message>
    <message>
        <source>Send a&amp;gain</source>
        <translation>En&amp;viar de novo</translation>
    </message>
</context>
<context>
    <name>guarita::console::DraftTexts</name>
    <message>
        <source>An item needs a name.</source>
        <translation>O item precisa de um nome.</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>Campo obrigatório.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>No máximo %n caractere.</numerusform>
            <numerusform>No máximo %n caracteres.</numerusform>
        </translation>
    </message>
    <message>
        <source>A character in it cannot be stored.</source>
        <translation>Contém um caractere que não pode ser armazenado.</translation>
    </message>
    <message>
        <source>A price is zero or more.</source>
        <translation>O preço deve ser zero ou mais.</translation>
    </message>
    <message>
        <source>This price is too large.</source>
        <translation>Este preço é alto demais.</translation>
    </message>
    <message>
        <source>New, not saved</source>
        <translation>Novo, não salvo</translation>
    </message>
    <message>
        <source>Changed, not saved</source>
        <translation>Alterado, não salvo</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Salvando…</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>Não aceito</translation>
    </message>
    <message>
        <source>Changed by somebody else</source>
        <translation>Alterado por outra pessoa</translation>
    </message>
    <message>
        <source>Deleted by somebody else</source>
        <translation>Excluído por outra pessoa</translation>
    </message>
    <message>
        <source>Maybe saved</source>
        <translation>Talvez salvo</translation>
    </message>
</context>
<context>
    <name>guarita::console::EditStep</name>
    <message>
        <source>Change “%1”</source>
        <translation>Alterar “%1”</translation>
    </message>
    <message>
        <source>Change name of “%1”</source>
        <translation>Alterar nome de “%1”</translation>
    </message>
    <message>
        <source>Change description of “%1”</source>
        <translation>Alterar descrição de “%1”</translation>
    </message>
    <message>
        <source>Change price of “%1”</source>
        <translation>Alterar preço de “%1”</translation>
    </message>
</context>
<context>
    <name>guarita::console::ErrorTexts</name>
    <message>
        <source>The service cannot be reached.</source>
        <translation>Não foi possível acessar o serviço.</translation>
    </message>
    <message>
        <source>The connection broke before there was an answer.</source>
        <translation>A conexão caiu antes da resposta.</translation>
    </message>
    <message>
        <source>The service&apos;s certificate is not trusted.</source>
        <translation>O certificado do serviço não é confiável.</translation>
    </message>
    <message>
        <source>You are not logged in.</source>
        <translation>Você não entrou na sua conta.</translation>
    </message>
    <message>
        <source>This is not allowed.</source>
        <translation>Isso não é permitido.</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>Não existe mais.</translation>
    </message>
    <message>
        <source>Somebody else changed it in the meantime.</source>
        <translation>Outra pessoa fez uma alteração nesse meio-tempo.</translation>
    </message>
    <message>
        <source>Too many requests. Try again in a moment.</source>
        <translation>Requisições demais. Tente de novo em instantes.</translation>
    </message>
    <message>
        <source>The service does not answer at the moment.</source>
        <translation>O serviço não está respondendo no momento.</translation>
    </message>
    <message>
        <source>The service&apos;s answer could not be understood.</source>
        <translation>Não foi possível entender a resposta do serviço.</translation>
    </message>
    <message>
        <source>The service refused (status %1).</source>
        <translation>O serviço recusou (status %1).</translation>
    </message>
    <message>
        <source>It is not served at this address. A gateway that clients can reach may have another one for administration.</source>
        <translation>Não é servido neste endereço. Um gateway que os clientes alcançam pode ter outro para a administração.</translation>
    </message>
</context>
<context>
    <name>guarita::console::EventLogModel</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>Watching %n backend(s) from here on</source>
        <translation>
            <numerusform>Acompanhando %n servidor a partir daqui</numerusform>
            <numerusform>Acompanhando %n servidores a partir daqui</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is up</source>
        <translation>%1 está no ar</translation>
    </message>
    <message>
        <source>%1 is down</source>
        <translation>%1 está fora do ar</translation>
    </message>
    <message>
        <source>%1 is down: %2</source>
        <translation>%1 está fora do ar: %2</translation>
    </message>
    <message>
        <source>%1 recovered after %2</source>
        <translation>%1 recuperado após %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 was added</source>
        <translation>%1 foi adicionado</translation>
    </message>
    <message>
        <source>%1 was removed</source>
        <translation>%1 foi removido</translation>
    </message>
    <message>
        <source>The balancer was started again; its counts begin at zero</source>
        <translation>O balanceador foi reiniciado; suas contagens começam do zero</translation>
    </message>
    <message>
        <source>No answer: %1</source>
        <translation>Sem resposta: %1</translation>
    </message>
    <message>
        <source>Answers again after %1; what happened in between was not seen</source>
        <translation>Responde de novo após %1; o que aconteceu nesse intervalo não foi visto</translation>
    </message>
    <message>
        <source>%1: weight %2 → %3</source>
        <translation>%1: peso %2 → %3</translation>
    </message>
    <message>
        <source>Panic in %1: too few backends are healthy, so that all get requests</source>
        <translation>Pânico em %1: há poucos servidores saudáveis, e todos recebem requisições</translation>
    </message>
    <message>
        <source>No panic in %1 any more</source>
        <translation>Não há mais pânico em %1</translation>
    </message>
    <message>
        <source>The balancer&apos;s configuration was read again</source>
        <translation>A configuração do balanceador foi lida de novo</translation>
    </message>
    <message>
        <source>The balancer does not keep the events %1 to %2 any more</source>
        <translation>O balanceador já não guarda os eventos %1 a %2</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1: %2 (%3)</translation>
    </message>
</context>
<context>
    <name>guarita::console::EventsPanel</name>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Copy events</source>
        <translation>Copiar eventos</translation>
    </message>
</context>
<context>
    <name>guarita::console::FaultLine</name>
    <message>
        <source>Line %1, %2: %3</source>
        <translation>Linha %1, %2: %3</translation>
    </message>
    <message>
        <source>Press F2 or double-click a cell to change it. The original stays as it is.</source>
        <translation>Pressione F2 ou clique duas vezes em uma célula para alterá-la. O original fica como está.</translation>
    </message>
    <message>
        <source>&amp;Use %1</source>
        <translation>&amp;Usar %1</translation>
    </message>
</context>
<context>
    <name>guarita::console::FeedView</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln novo</numerusform>
            <numerusform>%Ln novos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new row(s): go to the top</source>
        <translation>
            <numerusform>%Ln linha nova: ir ao topo</numerusform>
            <numerusform>%Ln linhas novas: ir ao topo</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::GuardStrip</name>
    <message>
        <source>Re&amp;vert now</source>
        <translation>Des&amp;fazer agora</translation>
    </message>
    <message>
        <source>Re&amp;vert</source>
        <translation>Des&amp;fazer</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Manter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>%1: weight %2</source>
        <translation>%1: peso %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 · watching the errors</source>
        <translation>%1 · vigiando os erros</translation>
    </message>
    <message>
        <source>%1 · no connection, so that the errors cannot be watched: it is taken back as soon as the balancer answers</source>
        <translation>%1 · sem conexão, e os erros não podem ser vigiados: será desfeito assim que o balanceador responder</translation>
    </message>
    <message>
        <source>%1 · being taken back…</source>
        <translation>%1 · sendo desfeito…</translation>
    </message>
    <message>
        <source>%1 is as before. %2</source>
        <translation>%1 está como antes. %2</translation>
    </message>
    <message>
        <source>%1 · kept: the errors did not rise</source>
        <translation>%1 · mantido: os erros não aumentaram</translation>
    </message>
    <message>
        <source>%1 could not be taken back. %2</source>
        <translation>%1 não pôde ser desfeito. %2</translation>
    </message>
    <message>
        <source>Somebody else changed it in the meantime.</source>
        <translation>Outra pessoa o alterou nesse meio-tempo.</translation>
    </message>
    <message>
        <source>It was taken back because the connection was lost for a while.</source>
        <translation>Foi desfeito porque a conexão se perdeu por um tempo.</translation>
    </message>
    <message>
        <source>It was taken back because the errors rose to %1/s (before: %2/s).</source>
        <translation>Foi desfeito porque os erros subiram para %1/s (antes: %2/s).</translation>
    </message>
    <message>
        <source>It was taken back because no backend was left that takes requests.</source>
        <translation>Foi desfeito porque não restava nenhum servidor que recebesse requisições.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 · errors %2/s (before %3/s)</source>
        <translation>%1 · erros %2/s (antes %3/s)</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportAdvice</name>
    <message>
        <source>&amp;Read them like %1</source>
        <translation>&amp;Ler como %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln price(s) are not written like %1.</source>
        <translation>
            <numerusform>%Ln preço não está escrito como %1.</numerusform>
            <numerusform>%Ln preços não estão escritos como %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportDelegate</name>
    <message>
        <source>empty</source>
        <translation>vazio</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportDialog</name>
    <message>
        <source>Choose a table</source>
        <translation>Escolher tabela</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>Tabelas (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>Reading the table…</source>
        <translation>Lendo a tabela…</translation>
    </message>
    <message>
        <source>This cannot be imported</source>
        <translation>Não é possível importar</translation>
    </message>
    <message>
        <source>Import items from a table</source>
        <translation>Importar itens de uma tabela</translation>
    </message>
    <message>
        <source>Drop a CSV file here, choose one, or paste rows that you copied from a spreadsheet. Nothing is imported before you have seen it.</source>
        <translation>Solte um arquivo CSV aqui, escolha um ou cole linhas copiadas de uma planilha. Nada é importado antes de você conferir.</translation>
    </message>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>Escolher &amp;arquivo…</translation>
    </message>
    <message>
        <source>&amp;Paste rows</source>
        <translation>&amp;Colar linhas</translation>
    </message>
    <message>
        <source>Pasted rows</source>
        <translation>Linhas coladas</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %Ln row(s)</source>
        <translation>
            <numerusform>&amp;Importar %Ln linha</numerusform>
            <numerusform>&amp;Importar %Ln linhas</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importar</translation>
    </message>
    <message>
        <source>Import items</source>
        <translation>Importar itens</translation>
    </message>
    <message>
        <source>Choose &amp;another file…</source>
        <translation>Escolher &amp;outro arquivo…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportModel</name>
    <message>
        <source>%1, error: %2</source>
        <translation>%1, erro: %2</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportOptions</name>
    <message>
        <source>&amp;First row names the columns</source>
        <translation>&amp;Primeira linha é o cabeçalho</translation>
    </message>
    <message>
        <source>&amp;Separator</source>
        <translation>&amp;Separador</translation>
    </message>
    <message>
        <source>&amp;Encoding</source>
        <translation>Co&amp;dificação</translation>
    </message>
    <message>
        <source>Prices &amp;like</source>
        <translation>Preços co&amp;mo</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Separador</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Codificação</translation>
    </message>
    <message>
        <source>How prices are written</source>
        <translation>Como os preços estão escritos</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportSummary</name>
    <message>
        <source>Checking the rows…</source>
        <translation>Verificando as linhas…</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln row(s) will be imported</source>
        <translation>
            <numerusform>%1 de %Ln linha a importar</numerusform>
            <numerusform>%1 de %Ln linhas a importar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) with errors</source>
        <translation>
            <numerusform>%Ln linha com erros</numerusform>
            <numerusform>%Ln linhas com erros</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Only rows with errors</source>
        <translation>Só linhas com &amp;erros</translation>
    </message>
    <message>
        <source>Previous error (%1)</source>
        <translation>Erro anterior (%1)</translation>
    </message>
    <message>
        <source>Next error (%1)</source>
        <translation>Próximo erro (%1)</translation>
    </message>
    <message>
        <source>Previous error</source>
        <translation>Erro anterior</translation>
    </message>
    <message>
        <source>Next error</source>
        <translation>Próximo erro</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportTexts</name>
    <message>
        <source>The file is larger than %1 MiB. Split it into several.</source>
        <translation>O arquivo é maior que %1 MiB. Divida-o em vários.</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>Não foi possível ler o arquivo: %1</translation>
    </message>
    <message>
        <source>There are no rows in it.</source>
        <translation>Não há nenhuma linha aqui.</translation>
    </message>
    <message>
        <source>This is not a text in the chosen encoding. Save the table as CSV and try again.</source>
        <translation>Isto não é um texto na codificação escolhida. Salve a tabela como CSV e tente de novo.</translation>
    </message>
    <message>
        <source>A quotation mark opens on line %1 and is never closed.</source>
        <translation>Aspas abertas na linha %1 nunca são fechadas.</translation>
    </message>
    <message>
        <source>There are too many rows or columns: at most %1 rows and %2 columns fit.</source>
        <translation>Há linhas ou colunas demais: cabem no máximo %1 linhas e %2 colunas.</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulação</translation>
    </message>
    <message>
        <source>Semicolon ( ; )</source>
        <translation>Ponto e vírgula ( ; )</translation>
    </message>
    <message>
        <source>Comma ( , )</source>
        <translation>Vírgula ( , )</translation>
    </message>
    <message>
        <source>Choose the column that holds the name, above the table.</source>
        <translation>Escolha, acima da tabela, a coluna que contém o nome.</translation>
    </message>
    <message>
        <source>Choose the column that holds the price, above the table.</source>
        <translation>Escolha, acima da tabela, a coluna que contém o preço.</translation>
    </message>
</context>
<context>
    <name>guarita::console::ImportView</name>
    <message>
        <source>Rows to import</source>
        <translation>Linhas a importar</translation>
    </message>
</context>
<context>
    <name>guarita::console::InlineLogIn</name>
    <message>
        <source>&amp;Log in</source>
        <translation>&amp;Entrar</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Senha</translation>
    </message>
    <message>
        <source>Your session has expired, %1.</source>
        <translation>Sua sessão expirou, %1.</translation>
    </message>
    <message>
        <source>Log in again to go on. Your changes are kept.</source>
        <translation>Entre de novo para continuar. Suas alterações estão guardadas.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Logging in…</source>
        <translation>Entrando…</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemActions</name>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Desfazer: %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Des&amp;fazer</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Refazer: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Refazer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Refazer</translation>
    </message>
    <message>
        <source>&amp;New item</source>
        <translation>&amp;Novo item</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>E&amp;xcluir</translation>
    </message>
    <message>
        <source>&amp;Save all</source>
        <translation>&amp;Salvar tudo</translation>
    </message>
    <message>
        <source>&amp;Paste rows…</source>
        <translation>Co&amp;lar linhas…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importar…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>Ex&amp;portar…</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Atualizar</translation>
    </message>
    <message>
        <source>Dup&amp;licate</source>
        <translation>Dup&amp;licar</translation>
    </message>
    <message>
        <source>Cop&amp;y rows</source>
        <translation>Copiar li&amp;nhas</translation>
    </message>
    <message>
        <source>You may see items, but not change them: you are no editor.</source>
        <translation>Você pode ver itens, mas não alterá-los: você não é editor.</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemColumns</name>
    <message>
        <source>Ascending</source>
        <translation>Crescente</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Decrescente</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemCommands</name>
    <message>
        <source>Some of the selected items are not loaded yet.</source>
        <translation>Alguns dos itens selecionados ainda não foram carregados.</translation>
    </message>
    <message>
        <source>Nothing was duplicated.</source>
        <translation>Nada foi duplicado.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of the selected items are not loaded yet.</source>
        <translation>
            <numerusform>%Ln dos itens selecionados ainda não foi carregado.</numerusform>
            <numerusform>%Ln dos itens selecionados ainda não foram carregados.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was deleted: you should have seen what you delete.</source>
        <translation>Nada foi excluído: é preciso ver antes o que será excluído.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message numerus="yes">
        <source>Discard %Ln unsaved change(s)?</source>
        <translation>
            <numerusform>Descartar %Ln alteração não salva?</numerusform>
            <numerusform>Descartar %Ln alterações não salvas?</numerusform>
        </translation>
    </message>
    <message>
        <source>The items stay as they are on the service. Undo brings the changes back.</source>
        <translation>Os itens continuam como estão no serviço. Desfazer traz as alterações de volta.</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Descartar</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Manter</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemDelegate</name>
    <message>
        <source>New</source>
        <translation>Novo</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemExporter</name>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descrição</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preço</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Criado</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Alterado</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemFacts</name>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versão</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Criado</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Alterado</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemForm</name>
    <message>
        <source>Use %1</source>
        <translation>Usar %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Price (R$)</source>
        <translation>Preço (R$)</translation>
    </message>
    <message>
        <source>Enter goes to the price, Shift+Enter begins a new line.</source>
        <translation>Enter vai para o preço, Shift+Enter começa uma nova linha.</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemInspector</name>
    <message>
        <source>New item</source>
        <translation>Novo item</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Não salvo</translation>
    </message>
    <message>
        <source>Select an item to see it here.</source>
        <translation>Selecione um item para vê-lo aqui.</translation>
    </message>
    <message>
        <source>Select an item to see and edit it here, or press Ctrl+N for a new one.</source>
        <translation>Selecione um item para vê-lo e editá-lo aqui ou pressione Ctrl+N para criar um novo.</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Salvar</translation>
    </message>
    <message>
        <source>Saves this item (Ctrl+Enter)</source>
        <translation>Salva este item (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation>Re&amp;verter</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemStep</name>
    <message>
        <source>(no name)</source>
        <translation>(sem nome)</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemTexts</name>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descrição</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preço</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemTransfer</name>
    <message numerus="yes">
        <source>%Ln of the selected items are not loaded yet.</source>
        <translation>
            <numerusform>%Ln dos itens selecionados ainda não foi carregado.</numerusform>
            <numerusform>%Ln dos itens selecionados ainda não foram carregados.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was copied. To take out very many items, use Export.</source>
        <translation>Nada foi copiado. Para extrair muitos itens, use Exportar.</translation>
    </message>
    <message>
        <source>There are no rows on the clipboard.</source>
        <translation>Não há linhas na área de transferência.</translation>
    </message>
    <message>
        <source>Copy rows from a spreadsheet, a table or a CSV file, and paste them here.</source>
        <translation>Copie linhas de uma planilha, tabela ou arquivo CSV e cole-as aqui.</translation>
    </message>
    <message>
        <source>Export items</source>
        <translation>Exportar itens</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>Arquivos CSV (*.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>items.csv</source>
        <translation>itens.csv</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Exportando…</translation>
    </message>
    <message>
        <source>Exporting: %1 of %2</source>
        <translation>Exportando: %1 de %2</translation>
    </message>
    <message>
        <source>Leaves no half-written file.</source>
        <translation>Não deixa nenhum arquivo incompleto.</translation>
    </message>
    <message>
        <source>The export failed.</source>
        <translation>A exportação falhou.</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsFoot</name>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%1 de %2 enviados</translation>
    </message>
    <message>
        <source>What has not been sent stays an unsaved change.</source>
        <translation>O que não foi enviado continua como alteração não salva.</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsHead</name>
    <message>
        <source>The items could not be loaded.</source>
        <translation>Não foi possível carregar os itens.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Pesquisando…</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Carregando…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln encontrado</numerusform>
            <numerusform>%Ln encontrados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln itens</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
    <message>
        <source>Search items</source>
        <translation>Pesquisar itens</translation>
    </message>
    <message>
        <source>Searches names and descriptions (Ctrl+F)</source>
        <translation>Pesquisa em nomes e descrições (Ctrl+F)</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsModel</name>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descrição</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preço</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Alterado</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>alterado</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsPage</name>
    <message numerus="yes">
        <source>%Ln item(s) exported</source>
        <translation>
            <numerusform>%Ln item exportado</numerusform>
            <numerusform>%Ln itens exportados</numerusform>
        </translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>Não deu certo.</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Itens</translation>
    </message>
    <message>
        <source>rows %1–%2 of %3 · %4 ms</source>
        <translation>linhas %1–%2 de %3 · %4 ms</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>&amp;Ordenar por</translation>
    </message>
    <message>
        <source>Drop it here to see what would be imported</source>
        <translation>Solte aqui para ver o que seria importado</translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation>&amp;Restaurar colunas</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsPane</name>
    <message>
        <source>Loading items…</source>
        <translation>Carregando itens…</translation>
    </message>
    <message>
        <source>No items yet</source>
        <translation>Nenhum item ainda</translation>
    </message>
    <message>
        <source>There is nothing to show.</source>
        <translation>Não há nada para mostrar.</translation>
    </message>
    <message>
        <source>Create the first one, or bring many at once from a CSV file or a spreadsheet.</source>
        <translation>Crie o primeiro ou traga vários de uma vez de um arquivo CSV ou de uma planilha.</translation>
    </message>
    <message>
        <source>&amp;New item</source>
        <translation>&amp;Novo item</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importar…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nada encontrado</translation>
    </message>
    <message>
        <source>No item has “%1” in its name or description.</source>
        <translation>Nenhum item tem “%1” no nome ou na descrição.</translation>
    </message>
    <message>
        <source>&amp;Clear search</source>
        <translation>&amp;Limpar busca</translation>
    </message>
    <message>
        <source>The items could not be loaded</source>
        <translation>Não foi possível carregar os itens</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
</context>
<context>
    <name>guarita::console::ItemsView</name>
    <message>
        <source>Items</source>
        <translation>Itens</translation>
    </message>
</context>
<context>
    <name>guarita::console::LineChart</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 req/s</source>
        <translation>%1 req/s</translation>
    </message>
    <message>
        <source>%1:%2 min ago</source>
        <translation>há %1:%2 min</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: now %2, at most %3</source>
        <translation>%1: agora %2, máximo %3</translation>
    </message>
    <message>
        <source>No values yet</source>
        <translation>Nenhum valor ainda</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>axis</comment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <comment>axis</comment>
        <translation>%1 /s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>agora</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <translation>−%1 min</translation>
    </message>
    <message>
        <source>−%1 s</source>
        <translation>−%1 s</translation>
    </message>
    <message>
        <source>No values in this time</source>
        <translation>Nenhum valor neste período</translation>
    </message>
    <message>
        <source>%1:%2 h ago</source>
        <translation>há %1:%2 h</translation>
    </message>
    <message>
        <source>−%1 h</source>
        <translation>−%1 h</translation>
    </message>
</context>
<context>
    <name>guarita::console::LogInDialog</name>
    <message>
        <source>%1 · read-only</source>
        <translation>%1 · somente leitura</translation>
    </message>
    <message>
        <source>Logging in…</source>
        <translation>Entrando…</translation>
    </message>
    <message>
        <source>Looking in the keychain…</source>
        <translation>Consultando o chaveiro do sistema…</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Log in to Guarita</source>
        <translation>Entrar no Guarita</translation>
    </message>
    <message>
        <source>P&amp;rofile</source>
        <translation>Pe&amp;rfil</translation>
    </message>
    <message>
        <source>&amp;Manage…</source>
        <translation>&amp;Gerenciar…</translation>
    </message>
    <message>
        <source>Manage profiles</source>
        <translation>Gerenciar perfis</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>&amp;Usuário</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuário</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Senha</translation>
    </message>
    <message>
        <source>&amp;Keep me logged in (system keychain)</source>
        <translation>&amp;Manter-me conectado (chaveiro do sistema)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>&amp;Log in</source>
        <translation>&amp;Entrar</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Senha</translation>
    </message>
</context>
<context>
    <name>guarita::console::MainMenus</name>
    <message>
        <source>General</source>
        <translation>Geral</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Arquivo</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>E&amp;xibir</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Perfil</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Aj&amp;uda</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Idioma</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Aparência</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Igual ao &amp;sistema</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Claro</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Escuro</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Localizar</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Sair</translation>
    </message>
    <message>
        <source>&amp;Manage profiles…</source>
        <translation>&amp;Gerenciar perfis…</translation>
    </message>
    <message>
        <source>Log &amp;in…</source>
        <translation>&amp;Entrar…</translation>
    </message>
    <message>
        <source>Log &amp;out</source>
        <translation>Sair da &amp;conta</translation>
    </message>
    <message>
        <source>Log in as &amp;another user…</source>
        <translation>Entrar como &amp;outro usuário…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Atalhos de &amp;teclado</translation>
    </message>
    <message>
        <source>&amp;About Guarita</source>
        <translation>&amp;Sobre o Guarita</translation>
    </message>
    <message>
        <source>&amp;Change my password…</source>
        <translation>&amp;Mudar minha senha…</translation>
    </message>
    <message>
        <source>&amp;Notify of failing backends</source>
        <translation>&amp;Notificar falhas de servidores</translation>
    </message>
</context>
<context>
    <name>guarita::console::MainWindow</name>
    <message>
        <source>About Guarita</source>
        <translation>Sobre o Guarita</translation>
    </message>
    <message>
        <source>Guarita %1</source>
        <translation>Guarita %1</translation>
    </message>
    <message>
        <source>The console of the Guarita gateway: items, backends and their traffic.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>O console do gateway Guarita: itens, servidores e seu tráfego.

Software livre sob a GNU General Public License, versão 3 ou posterior.</translation>
    </message>
    <message>
        <source>How long the last answer took</source>
        <translation>Quanto tempo levou a última resposta</translation>
    </message>
    <message>
        <source>%1 — %2 — Guarita</source>
        <translation>%1 — %2 — Guarita</translation>
    </message>
    <message>
        <source>%1 — Guarita</source>
        <translation>%1 — Guarita</translation>
    </message>
    <message>
        <source>Profile: %1</source>
        <translation>Perfil: %1</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Somente leitura</translation>
    </message>
    <message>
        <source>This profile shows; it changes nothing.</source>
        <translation>Este perfil só mostra; não altera nada.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Ferramentas</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>You are not logged in</source>
        <translation>Você não entrou na sua conta</translation>
    </message>
    <message>
        <source>Log in to %1 to see and change what is there.</source>
        <translation>Entre em %1 para ver e alterar o que há lá.</translation>
    </message>
    <message>
        <source>&amp;Log in…</source>
        <translation>&amp;Entrar…</translation>
    </message>
    <message>
        <source>ping %1 ms</source>
        <translation>ping %1 ms</translation>
    </message>
    <message>
        <source>You have no role here</source>
        <translation>Você não tem nenhum papel aqui</translation>
    </message>
    <message>
        <source>What there is in %1 is for others. An administrator can give you a role.</source>
        <translation>O que há em %1 é para outros. Um administrador pode lhe dar um papel.</translation>
    </message>
    <message>
        <source>Log in as &amp;another user…</source>
        <translation>Entrar como &amp;outro usuário…</translation>
    </message>
</context>
<context>
    <name>guarita::console::ManyPane</name>
    <message numerus="yes">
        <source>%Ln item(s) selected</source>
        <translation>
            <numerusform>%Ln item selecionado</numerusform>
            <numerusform>%Ln itens selecionados</numerusform>
        </translation>
    </message>
    <message>
        <source>What you choose here is done to all of them.</source>
        <translation>O que você escolher aqui vale para todos eles.</translation>
    </message>
</context>
<context>
    <name>guarita::console::MappingHeader</name>
    <message>
        <source>What column %1 holds</source>
        <translation>O que a coluna %1 contém</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>Não importada</translation>
    </message>
</context>
<context>
    <name>guarita::console::MoneyEdit</name>
    <message>
        <source>Enter a price, for example %1.</source>
        <translation>Informe um preço, por exemplo %1.</translation>
    </message>
    <message>
        <source>“%1” can be read in two ways. Do you mean %2?</source>
        <translation>“%1” pode ser lido de duas formas. Você quis dizer %2?</translation>
    </message>
    <message>
        <source>“%1” can be read in two ways. Decimals follow a “%2” here.</source>
        <translation>“%1” pode ser lido de duas formas. Aqui, as casas decimais vêm depois de “%2”.</translation>
    </message>
    <message>
        <source>A price has at most two decimals.</source>
        <translation>Um preço tem no máximo duas casas decimais.</translation>
    </message>
    <message>
        <source>A price is zero or more.</source>
        <translation>Um preço é zero ou mais.</translation>
    </message>
    <message>
        <source>This price is too large.</source>
        <translation>Este preço é alto demais.</translation>
    </message>
    <message>
        <source>This is not a price. Write it like %1.</source>
        <translation>Isso não é um preço. Escreva como %1.</translation>
    </message>
</context>
<context>
    <name>guarita::console::Notices</name>
    <message>
        <source>The old file is kept as %1</source>
        <translation>O arquivo antigo foi mantido como %1</translation>
    </message>
    <message>
        <source>They were not sent to the service.</source>
        <translation>Nada disso foi enviado ao serviço.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Restaurar</translation>
    </message>
    <message>
        <source>What you do now cannot be kept for the next time.</source>
        <translation>O que você fizer agora não poderá ser guardado para a próxima vez.</translation>
    </message>
    <message>
        <source>The unsaved changes of your last visit could not be read.</source>
        <translation>Não foi possível ler as alterações não salvas da sua última visita.</translation>
    </message>
    <message>
        <source>Closing as soon as the changes under way are done.</source>
        <translation>O programa fechará assim que as alterações em andamento terminarem.</translation>
    </message>
    <message>
        <source>What was not sent yet stays for the next time.</source>
        <translation>O que ainda não foi enviado fica para a próxima vez.</translation>
    </message>
    <message>
        <source>&amp;Keep open</source>
        <translation>&amp;Manter aberto</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unsaved change(s) of your last visit</source>
        <translation>
            <numerusform>%Ln alteração não salva da sua última visita</numerusform>
            <numerusform>%Ln alterações não salvas da sua última visita</numerusform>
        </translation>
    </message>
    <message>
        <source>D&amp;iscard</source>
        <translation>Des&amp;cartar</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) may not have been deleted or restored</source>
        <translation>
            <numerusform>%Ln item talvez não tenha sido excluído ou restaurado</numerusform>
            <numerusform>%Ln itens talvez não tenham sido excluídos ou restaurados</numerusform>
        </translation>
    </message>
    <message>
        <source>There was no answer yet when the profile or the user was changed.</source>
        <translation>Ainda não havia resposta quando o perfil ou o usuário foi trocado.</translation>
    </message>
    <message>
        <source>Not all of the settings could be read; the others have their defaults.</source>
        <translation>Nem todas as configurações puderam ser lidas; as demais têm o valor padrão.</translation>
    </message>
</context>
<context>
    <name>guarita::console::Notifier</name>
    <message>
        <source>Guarita</source>
        <translation>Guarita</translation>
    </message>
</context>
<context>
    <name>guarita::console::OfflineNotice</name>
    <message>
        <source>&amp;Try now</source>
        <translation>&amp;Tentar agora</translation>
    </message>
    <message>
        <source>The connection is back.</source>
        <translation>A conexão voltou.</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n s.</source>
        <translation>
            <numerusform>Nova tentativa em %n s.</numerusform>
            <numerusform>Nova tentativa em %n s.</numerusform>
        </translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Tentando…</translation>
    </message>
    <message>
        <source>What you see may be old. Your changes are kept.</source>
        <translation>O que você vê pode estar desatualizado. Suas alterações estão guardadas.</translation>
    </message>
</context>
<context>
    <name>guarita::console::OwnPasswordDialog</name>
    <message>
        <source>Type the password that you logged in with.</source>
        <translation>Digite a senha com que você entrou.</translation>
    </message>
    <message>
        <source>A password has %1 to %2 characters.</source>
        <translation>Uma senha tem de %1 a %2 caracteres.</translation>
    </message>
    <message>
        <source>This is not the same.</source>
        <translation>Não é a mesma.</translation>
    </message>
    <message>
        <source>This is not your password.</source>
        <translation>Esta não é a sua senha.</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>Mudar minha senha</translation>
    </message>
    <message>
        <source>You are logged out everywhere else; here you stay logged in.</source>
        <translation>Suas sessões em outros lugares terminam; aqui você continua.</translation>
    </message>
    <message>
        <source>Current password</source>
        <translation>Senha atual</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Senha nova</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>A mesma de novo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>&amp;Change</source>
        <translation>&amp;Mudar</translation>
    </message>
</context>
<context>
    <name>guarita::console::PasswordChoice</name>
    <message>
        <source>A password has %1 to %2 characters.</source>
        <translation>Uma senha tem de %1 a %2 caracteres.</translation>
    </message>
    <message>
        <source>This is not the same.</source>
        <translation>Não é a mesma.</translation>
    </message>
    <message>
        <source>Copied. Give it to the user on a safe way.</source>
        <translation>Copiada. Entregue-a ao usuário por um meio seguro.</translation>
    </message>
    <message>
        <source>&amp;Make a password</source>
        <translation>&amp;Gerar uma senha</translation>
    </message>
    <message>
        <source>The password that was made</source>
        <translation>A senha gerada</translation>
    </message>
    <message>
        <source>Copy the password</source>
        <translation>Copiar a senha</translation>
    </message>
    <message>
        <source>Make another one</source>
        <translation>Gerar outra</translation>
    </message>
    <message>
        <source>Copy it and give it to the user: it cannot be seen again later.</source>
        <translation>Copie-a e entregue-a ao usuário: depois ela não pode mais ser vista.</translation>
    </message>
    <message>
        <source>&amp;Type a password</source>
        <translation>&amp;Digitar uma senha</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Senha nova</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>A mesma de novo</translation>
    </message>
</context>
<context>
    <name>guarita::console::PasswordField</name>
    <message>
        <source>Hide the password</source>
        <translation>Ocultar a senha</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Mostrar a senha</translation>
    </message>
</context>
<context>
    <name>guarita::console::ProfileCombo</name>
    <message>
        <source>Profile</source>
        <translation>Perfil</translation>
    </message>
</context>
<context>
    <name>guarita::console::ProfileDialog</name>
    <message>
        <source>New profile</source>
        <translation>Novo perfil</translation>
    </message>
    <message>
        <source>Something is still missing.</source>
        <translation>Ainda falta algo.</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Perfis</translation>
    </message>
    <message>
        <source>Add a profile</source>
        <translation>Adicionar perfil</translation>
    </message>
    <message>
        <source>Duplicate this profile</source>
        <translation>Duplicar este perfil</translation>
    </message>
    <message>
        <source>Remove this profile</source>
        <translation>Remover este perfil</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Salvar</translation>
    </message>
</context>
<context>
    <name>guarita::console::ProfileForm</name>
    <message>
        <source>Certificate authority</source>
        <translation>Autoridade certificadora</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer)</source>
        <translation>Arquivos PEM (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>&amp;Endereço</translation>
    </message>
    <message>
        <source>Certificate a&amp;uthority (PEM file)</source>
        <translation>A&amp;utoridade certificadora (arquivo PEM)</translation>
    </message>
    <message>
        <source>The system&apos;s</source>
        <translation>A do sistema</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Procurar…</translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation>&amp;Cor</translation>
    </message>
    <message>
        <source>Read-&amp;only: nothing can be changed</source>
        <translation>Somente &amp;leitura: nada pode ser alterado</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Endereço</translation>
    </message>
    <message>
        <source>Certificate authority (PEM file)</source>
        <translation>Autoridade certificadora (arquivo PEM)</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Cor</translation>
    </message>
</context>
<context>
    <name>guarita::console::ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>Progresso</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>&amp;Parar</translation>
    </message>
</context>
<context>
    <name>guarita::console::ReconciliationPanel</name>
    <message>
        <source>Compare again</source>
        <translation>Comparar de novo</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Comparing what the tiers counted…</source>
        <translation>Comparando as contagens…</translation>
    </message>
    <message>
        <source>This service does not compare its counts</source>
        <translation>Este serviço não compara as suas contagens</translation>
    </message>
    <message>
        <source>The counts could not be compared</source>
        <translation>Não foi possível comparar as contagens</translation>
    </message>
    <message>
        <source>What the tiers counted agrees exactly</source>
        <translation>As contagens de todos batem exatamente</translation>
    </message>
    <message>
        <source>What the tiers counted does not agree</source>
        <translation>As contagens não batem</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Balancer</source>
        <translation>Balanceador</translation>
    </message>
    <message>
        <source>Server %1</source>
        <translation>Servidor %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>received</source>
        <translation>recebidas</translation>
    </message>
    <message>
        <source>forwarded</source>
        <translation>encaminhadas</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>respondidas</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>perdidas</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>em andamento</translation>
    </message>
    <message>
        <source>attempts</source>
        <translation>tentativas</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>repetidas</translation>
    </message>
    <message>
        <source>answered by this process</source>
        <translation>respondidas por este processo</translation>
    </message>
    <message>
        <source>answered by processes before it</source>
        <translation>respondidas por processos anteriores</translation>
    </message>
    <message>
        <source>answered without a name</source>
        <translation>respondidas sem nome</translation>
    </message>
</context>
<context>
    <name>guarita::console::RecordPane</name>
    <message>
        <source>Record</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Select a record to see all of it.</source>
        <translation>Selecione um registro para ver tudo dele.</translation>
    </message>
    <message>
        <source>&amp;Copy request id</source>
        <translation>&amp;Copiar id do pedido</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quem</translation>
    </message>
    <message>
        <source>To what</source>
        <translation>Alvo</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De onde</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>%1 (status %2)</source>
        <translation>%1 (status %2)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Quantas vezes</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Id do pedido</translation>
    </message>
    <message>
        <source>&amp;Only what %1 did</source>
        <translation>&amp;Só o que %1 fez</translation>
    </message>
</context>
<context>
    <name>guarita::console::RemoveStep</name>
    <message>
        <source>Delete “%1”</source>
        <translation>Excluir “%1”</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n item(s)</source>
        <translation>
            <numerusform>Excluir %n item</numerusform>
            <numerusform>Excluir %n itens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestFilters</name>
    <message>
        <source>All backends</source>
        <translation>Todos os servidores</translation>
    </message>
    <message>
        <source>All outcomes</source>
        <translation>Todos os resultados</translation>
    </message>
    <message>
        <source>Only errors</source>
        <translation>Só erros</translation>
    </message>
    <message>
        <source>Any duration</source>
        <translation>Qualquer duração</translation>
    </message>
    <message>
        <source>from </source>
        <comment>a duration on</comment>
        <translation>a partir de </translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Least duration</source>
        <translation>Duração mínima</translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestPane</name>
    <message>
        <source>the gateway does not know it any more</source>
        <translation>o gateway já não a conhece</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requisição</translation>
    </message>
    <message>
        <source>Select a request to see where its time went.</source>
        <translation>Selecione uma requisição para ver onde foi o tempo dela.</translation>
    </message>
    <message>
        <source>Request &amp;id</source>
        <translation>&amp;Id da requisição</translation>
    </message>
    <message>
        <source>Copy the request id</source>
        <translation>Copiar o id da requisição</translation>
    </message>
    <message>
        <source>&amp;Trace id</source>
        <translation>Id do &amp;rastro</translation>
    </message>
    <message>
        <source>Copy the trace id</source>
        <translation>Copiar o id do rastro</translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestTexts</name>
    <message>
        <source>chosen by the policy</source>
        <translation>escolhido pela política</translation>
    </message>
    <message>
        <source>another try after a failure</source>
        <translation>nova tentativa após uma falha</translation>
    </message>
    <message>
        <source>beside a slow try</source>
        <translation>ao lado de uma tentativa lenta</translation>
    </message>
    <message>
        <source>the client&apos;s own backend</source>
        <translation>o servidor do próprio cliente</translation>
    </message>
    <message>
        <source>none was healthy</source>
        <translation>nenhum estava saudável</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>respondeu</translation>
    </message>
    <message>
        <source>all connections busy</source>
        <translation>todas as conexões ocupadas</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>sem conexão</translation>
    </message>
    <message>
        <source>closed without an answer</source>
        <translation>fechou sem responder</translation>
    </message>
    <message>
        <source>answer cut off</source>
        <translation>resposta cortada</translation>
    </message>
    <message>
        <source>answer too large</source>
        <translation>resposta grande demais</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>sem resposta a tempo</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonada</translation>
    </message>
    <message>
        <source>No backend takes requests</source>
        <translation>Nenhum servidor recebe requisições</translation>
    </message>
    <message>
        <source>The queue is full</source>
        <translation>A fila está cheia</translation>
    </message>
    <message>
        <source>Waited too long in the queue</source>
        <translation>Esperou demais na fila</translation>
    </message>
    <message>
        <source>The client had gone</source>
        <translation>O cliente já tinha saído</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Balancer</source>
        <translation>Balanceador</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>attempt</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Wait for the database</source>
        <translation>Espera pelo banco</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>%1, from %2 to %3</source>
        <translation>%1, de %2 a %3</translation>
    </message>
    <message>
        <source>Why there: %1</source>
        <translation>Por que ali: %1</translation>
    </message>
    <message>
        <source>Policy: %1</source>
        <translation>Política: %1</translation>
    </message>
    <message>
        <source>Outcome: %1, status %2</source>
        <translation>Resultado: %1, status %2</translation>
    </message>
    <message>
        <source>Outcome: %1</source>
        <translation>Resultado: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln statement(s)</source>
        <translation>
            <numerusform>%Ln comando</numerusform>
            <numerusform>%Ln comandos</numerusform>
        </translation>
    </message>
    <message>
        <source>Waited until a backend had room</source>
        <translation>Esperou até um servidor ter lugar</translation>
    </message>
    <message>
        <source>How long it took is measured, when it began is not.</source>
        <translation>A duração é medida; o começo, não.</translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestsModel</name>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requisição</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quem</translation>
    </message>
</context>
<context>
    <name>guarita::console::RequestsPage</name>
    <message>
        <source>Reading the requests…</source>
        <translation>Lendo as requisições…</translation>
    </message>
    <message>
        <source>This balancer keeps no requests</source>
        <translation>Este balanceador não guarda requisições</translation>
    </message>
    <message>
        <source>The requests could not be read</source>
        <translation>Não foi possível ler as requisições</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nada encontrado</translation>
    </message>
    <message>
        <source>No request fits all of this.</source>
        <translation>Nenhuma requisição satisfaz tudo isso.</translation>
    </message>
    <message>
        <source>&amp;Clear filters</source>
        <translation>&amp;Limpar filtros</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>Ainda não há requisições</translation>
    </message>
    <message>
        <source>What passes through the balancer will stand here.</source>
        <translation>O que passar pelo balanceador aparecerá aqui.</translation>
    </message>
    <message>
        <source>Go &amp;on</source>
        <translation>C&amp;ontinuar</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>Show new requests again</source>
        <translation>Mostrar novas requisições de novo</translation>
    </message>
    <message>
        <source>Show no new requests</source>
        <translation>Não mostrar novas requisições</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requisições</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) shown</source>
        <translation>
            <numerusform>%Ln requisição mostrada</numerusform>
            <numerusform>%Ln requisições mostradas</numerusform>
        </translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sem resposta</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausado</translation>
    </message>
    <message>
        <source>live; more come than can be shown</source>
        <translation>ao vivo; vêm mais do que se pode mostrar</translation>
    </message>
    <message>
        <source>live</source>
        <translation>ao vivo</translation>
    </message>
    <message>
        <source>&amp;Copy request id</source>
        <translation>&amp;Copiar id da requisição</translation>
    </message>
    <message>
        <source>Copy trace &amp;id</source>
        <translation>Copiar &amp;id do rastro</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Atualizar</translation>
    </message>
    <message>
        <source>Co&amp;mpare counts</source>
        <translation>Co&amp;mparar contagens</translation>
    </message>
    <message>
        <source>Whether what gateway, balancer and servers counted agrees</source>
        <translation>Se as contagens do gateway, do balanceador e dos servidores batem</translation>
    </message>
</context>
<context>
    <name>guarita::console::RoleNotice</name>
    <message>
        <source>Your roles: %1.</source>
        <translation>Seus papéis: %1.</translation>
    </message>
</context>
<context>
    <name>guarita::console::RoleTexts</name>
    <message>
        <source>Reader</source>
        <translation>Leitor</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operador</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrador</translation>
    </message>
    <message>
        <source>Sees items and exports them.</source>
        <translation>Vê itens e os exporta.</translation>
    </message>
    <message>
        <source>Sees items and changes them.</source>
        <translation>Vê itens e os altera.</translation>
    </message>
    <message>
        <source>Sees the backends and their traffic.</source>
        <translation>Vê os servidores e seu tráfego.</translation>
    </message>
    <message>
        <source>May do all of that; manages users and sees who did what.</source>
        <translation>Pode tudo isso; cuida dos usuários e vê quem fez o quê.</translation>
    </message>
    <message>
        <source>No role</source>
        <translation>Nenhum papel</translation>
    </message>
</context>
<context>
    <name>guarita::console::RolesBox</name>
    <message>
        <source>Roles</source>
        <translation>Papéis</translation>
    </message>
</context>
<context>
    <name>guarita::console::SearchLine</name>
    <message>
        <source>Clear (Esc)</source>
        <translation>Limpar (Esc)</translation>
    </message>
</context>
<context>
    <name>guarita::console::Session</name>
    <message>
        <source>You are not logged in any more.</source>
        <translation>Você não está mais conectado.</translation>
    </message>
</context>
<context>
    <name>guarita::console::SessionChip</name>
    <message>
        <source>Log &amp;in…</source>
        <translation>&amp;Entrar…</translation>
    </message>
    <message>
        <source>Log &amp;out</source>
        <translation>&amp;Sair</translation>
    </message>
    <message>
        <source>Log in as &amp;another user…</source>
        <translation>Entrar como &amp;outro usuário…</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · expired</source>
        <translation>%1 · sessão expirada</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>Não conectado</translation>
    </message>
    <message>
        <source>Logged in as %1; the session ends in %2.</source>
        <translation>Conectado como %1; a sessão termina em %2.</translation>
    </message>
    <message>
        <source>The session of %1 is being renewed; what you do waits for that.</source>
        <translation>A sessão de %1 está sendo renovada; o que você fizer espera por isso.</translation>
    </message>
    <message>
        <source>Logged in as %1, until you log out.</source>
        <translation>Conectado como %1, até você sair.</translation>
    </message>
</context>
<context>
    <name>guarita::console::ShareBar</name>
    <message>
        <source>Last %1</source>
        <translation>Últimos %1</translation>
    </message>
    <message>
        <source>Since start</source>
        <translation>Desde o início</translation>
    </message>
    <message>
        <source>%1 requests</source>
        <translation>%1 requisições</translation>
    </message>
    <message>
        <source>no requests</source>
        <translation>nenhuma requisição</translation>
    </message>
    <message>
        <source>Start</source>
        <comment>column: since the start</comment>
        <translation>Início</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>mais %n</numerusform>
            <numerusform>mais %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 of %3 requests, %4</source>
        <translation>%1: %2 de %3 requisições, %4</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>guarita::console::SharePreview</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>e mais %n</numerusform>
            <numerusform>e mais %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: now %2, then %3</source>
        <translation>%1: agora %2, depois %3</translation>
    </message>
    <message>
        <source>Share of the requests</source>
        <translation>Parte nas requisições</translation>
    </message>
</context>
<context>
    <name>guarita::console::ShellTexts</name>
    <message>
        <source>The user or the password is wrong.</source>
        <translation>Usuário ou senha incorretos.</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Tentativas demais. Tente de novo em %n segundo.</numerusform>
            <numerusform>Tentativas demais. Tente de novo em %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Too many attempts. Try again in a moment.</source>
        <translation>Tentativas demais. Tente de novo daqui a pouco.</translation>
    </message>
    <message>
        <source>%1 answers, but not as this service does. Is the address right?</source>
        <translation>%1 responde, mas não como este serviço. O endereço está certo?</translation>
    </message>
    <message>
        <source>The service refused the log-in (status %1).</source>
        <translation>O serviço recusou a entrada (status %1).</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>Não foi possível acessar %1.</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 não responde.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted; nothing was sent.</source>
        <translation>O certificado de %1 não é confiável; nada foi enviado.</translation>
    </message>
    <message>
        <source>%1 answers, but what is behind it does not.</source>
        <translation>%1 responde, mas o que está por trás dele não.</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Dê um nome.</translation>
    </message>
    <message>
        <source>A name has at most 60 characters.</source>
        <translation>O nome pode ter no máximo 60 caracteres.</translation>
    </message>
    <message>
        <source>Another profile has this name.</source>
        <translation>Outro perfil já tem este nome.</translation>
    </message>
    <message>
        <source>An address begins with http:// or https:// and has no user and no query.</source>
        <translation>O endereço começa com http:// ou https:// e não contém usuário nem consulta.</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Não foi possível ler este arquivo.</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Verde</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Azul</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Âmbar</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Vermelho</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nenhuma</translation>
    </message>
</context>
<context>
    <name>guarita::console::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atalhos de teclado</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fechar</translation>
    </message>
</context>
<context>
    <name>guarita::console::StagedBar</name>
    <message numerus="yes">
        <source>%Ln unsaved change(s)</source>
        <translation>
            <numerusform>%Ln alteração não salva</numerusform>
            <numerusform>%Ln alterações não salvas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln need(s) attention</source>
        <translation>
            <numerusform>%Ln requer atenção</numerusform>
            <numerusform>%Ln requerem atenção</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows the next one</source>
        <translation>Mostra a próxima</translation>
    </message>
    <message>
        <source>Save &amp;all  %1</source>
        <translation>Salvar tud&amp;o  %1</translation>
    </message>
    <message>
        <source>Dis&amp;card…</source>
        <translation>&amp;Descartar…</translation>
    </message>
</context>
<context>
    <name>guarita::console::TrafficCharts</name>
    <message>
        <source>Latency that half of the requests stay below</source>
        <translation>Metade das requisições fica abaixo desta latência</translation>
    </message>
    <message>
        <source>Latency that 95 of 100 requests stay below</source>
        <translation>95 de cada 100 requisições ficam abaixo desta latência</translation>
    </message>
    <message>
        <source>Latency that 99 of 100 requests stay below</source>
        <translation>99 de cada 100 requisições ficam abaixo desta latência</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>Requisições por segundo</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Req/s</source>
        <translation>Req/s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message numerus="yes">
        <source>The last %n minute(s)</source>
        <translation>
            <numerusform>Último %n minuto</numerusform>
            <numerusform>Últimos %n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>What the chart shows</source>
        <translation>O que o gráfico mostra</translation>
    </message>
    <message>
        <source>Time that the charts show</source>
        <translation>Período exibido nos gráficos</translation>
    </message>
    <message>
        <source>Requests per second by backend</source>
        <translation>Requisições por segundo por servidor</translation>
    </message>
    <message>
        <source>Latency by backend</source>
        <translation>Latência por servidor</translation>
    </message>
    <message>
        <source>Share of the requests by backend</source>
        <translation>Fatia das requisições por servidor</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>The last 24 hours, a value for each minute</source>
        <translation>As últimas 24 horas, um valor por minuto</translation>
    </message>
</context>
<context>
    <name>guarita::console::TrafficSummary</name>
    <message>
        <source>req/s</source>
        <translation>req/s</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <comment>up of all</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>live</source>
        <translation>ao vivo</translation>
    </message>
    <message>
        <source>paused %1</source>
        <translation>pausado há %1</translation>
    </message>
    <message>
        <source>Values are collected on, but not shown.</source>
        <translation>Os valores continuam sendo coletados, mas não são exibidos.</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>há %1</translation>
    </message>
    <message>
        <source>The log-in has expired.</source>
        <translation>A sessão expirou.</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Ainda sem resposta.</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requisições</translation>
    </message>
    <message>
        <source>Requests per second, all backends together</source>
        <translation>Requisições por segundo, todos os servidores juntos</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Em andamento</translation>
    </message>
    <message>
        <source>Requests under way now</source>
        <translation>Requisições em andamento agora</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erros</translation>
    </message>
    <message>
        <source>5xx answers and requests without an answer, per second</source>
        <translation>Respostas 5xx e requisições sem resposta, por segundo</translation>
    </message>
    <message>
        <source>p99 latency</source>
        <translation>Latência p99</translation>
    </message>
    <message>
        <source>99 of 100 recent requests were answered within this time, at the slowest backend</source>
        <translation>99 de cada 100 requisições recentes foram respondidas dentro deste tempo, no servidor mais lento</translation>
    </message>
    <message>
        <source>Backends up</source>
        <translation>Servidores no ar</translation>
    </message>
    <message>
        <source>Backends that get requests, of all</source>
        <translation>Servidores que recebem requisições, do total</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Retomar</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>Pau&amp;sar</translation>
    </message>
</context>
<context>
    <name>guarita::console::Transport</name>
    <message>
        <source>The service answered with status %1.</source>
        <translation>O serviço respondeu com o status %1.</translation>
    </message>
    <message>
        <source>%1 is no http or https address.</source>
        <translation>%1 não é um endereço http nem https.</translation>
    </message>
    <message>
        <source>Another profile was chosen.</source>
        <translation>Outro perfil foi escolhido.</translation>
    </message>
    <message>
        <source>%1 cannot be written into a request.</source>
        <translation>%1 não pode ser incluído em uma requisição.</translation>
    </message>
    <message>
        <source>The answer is larger than 64 MiB.</source>
        <translation>A resposta é maior que 64 MiB.</translation>
    </message>
    <message>
        <source>The connection to %1 broke before the answer was complete.</source>
        <translation>A conexão com %1 caiu antes de a resposta estar completa.</translation>
    </message>
    <message>
        <source>%1 refuses the connection: nothing listens there.</source>
        <translation>%1 recusa a conexão: nada está escutando lá.</translation>
    </message>
    <message>
        <source>The host of %1 was not found.</source>
        <translation>O host de %1 não foi encontrado.</translation>
    </message>
    <message>
        <source>No encrypted connection to %1 came about.</source>
        <translation>Não foi possível estabelecer uma conexão criptografada com %1.</translation>
    </message>
    <message>
        <source>%1 closed the connection without an answer.</source>
        <translation>%1 fechou a conexão sem responder.</translation>
    </message>
    <message>
        <source>There is no connection to %1: %2</source>
        <translation>Não há conexão com %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>No connection to %1 came about within %n second(s).</source>
        <translation>
            <numerusform>Não foi possível conectar a %1 em %n segundo.</numerusform>
            <numerusform>Não foi possível conectar a %1 em %n segundos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 did not answer within %n second(s).</source>
        <translation>
            <numerusform>%1 não respondeu em %n segundo.</numerusform>
            <numerusform>%1 não respondeu em %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>ninguém</translation>
    </message>
    <message>
        <source>an unnamed authority</source>
        <translation>uma autoridade certificadora sem nome</translation>
    </message>
    <message>
        <source>The certificate of %1 is self-signed: no authority vouches for it.</source>
        <translation>O certificado de %1 é autoassinado: nenhuma autoridade certificadora responde por ele.</translation>
    </message>
    <message>
        <source>The certificate of %1 expired on %2.</source>
        <translation>O certificado de %1 expirou em %2.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not valid before %2.</source>
        <translation>O certificado de %1 não é válido antes de %2.</translation>
    </message>
    <message>
        <source>The certificate that %1 shows is not for that name.</source>
        <translation>O certificado que %1 apresenta não é para esse nome.</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from an authority that is not trusted.</source>
        <translation>O certificado de %1 vem de uma autoridade certificadora não confiável.</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation>O certificado de %1 foi revogado.</translation>
    </message>
    <message>
        <source>%1 shows no certificate.</source>
        <translation>%1 não apresenta certificado.</translation>
    </message>
    <message>
        <source>The certificate of %1 was refused: %2.</source>
        <translation>O certificado de %1 foi recusado: %2.</translation>
    </message>
    <message>
        <source>The authority file %1 cannot be read: %2.</source>
        <translation>Não foi possível ler o arquivo de autoridade certificadora %1: %2.</translation>
    </message>
    <message>
        <source>The authority file %1 has no certificate.</source>
        <translation>O arquivo de autoridade certificadora %1 não tem nenhum certificado.</translation>
    </message>
    <message>
        <source>It was issued for %1 by %2.</source>
        <translation>Foi emitido para %1 por %2.</translation>
    </message>
    <message>
        <source>%1 answered with something else.</source>
        <translation>%1 respondeu com outra coisa.</translation>
    </message>
    <message numerus="yes">
        <source>%1 has said nothing for %n second(s).</source>
        <translation>
            <numerusform>%1 não diz nada há %n segundo.</numerusform>
            <numerusform>%1 não diz nada há %n segundos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>guarita::console::UndoBar</name>
    <message numerus="yes">
        <source>%Ln item(s) deleted</source>
        <translation>
            <numerusform>%Ln item excluído</numerusform>
            <numerusform>%Ln itens excluídos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be deleted</source>
        <translation>
            <numerusform>%Ln não pôde ser excluído</numerusform>
            <numerusform>%Ln não puderam ser excluídos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Des&amp;fazer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>guarita::console::UserDelegate</name>
    <message>
        <source>you</source>
        <translation>você</translation>
    </message>
</context>
<context>
    <name>guarita::console::UserDialog</name>
    <message>
        <source>A name is of a–z, 0–9 and . _ - @, and begins with a letter or a digit.</source>
        <translation>Um nome tem a–z, 0–9 e . _ - @, e começa com letra ou algarismo.</translation>
    </message>
    <message>
        <source>Reset password</source>
        <translation>Trocar a senha</translation>
    </message>
    <message>
        <source>Add user</source>
        <translation>Novo usuário</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The password of %1 is set</source>
        <translation>A senha de %1 foi definida</translation>
    </message>
    <message>
        <source>%1 can log in now</source>
        <translation>%1 já pode entrar</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fechar</translation>
    </message>
    <message>
        <source>Another password for %1</source>
        <translation>Outra senha para %1</translation>
    </message>
    <message>
        <source>&amp;Set the password</source>
        <translation>&amp;Definir a senha</translation>
    </message>
    <message>
        <source>Add a user</source>
        <translation>Novo usuário</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Criar</translation>
    </message>
    <message>
        <source>All sessions of %1 end with it.</source>
        <translation>Todas as sessões de %1 terminam com isso.</translation>
    </message>
</context>
<context>
    <name>guarita::console::UserInspector</name>
    <message>
        <source>User</source>
        <translation>Usuário</translation>
    </message>
    <message>
        <source>Select a user to see and change what they may do.</source>
        <translation>Selecione um usuário para ver e mudar o que ele pode fazer.</translation>
    </message>
    <message>
        <source>&amp;Save roles</source>
        <translation>&amp;Salvar papéis</translation>
    </message>
    <message>
        <source>Saves the roles (Ctrl+S)</source>
        <translation>Salva os papéis (Ctrl+S)</translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation>&amp;Desfazer</translation>
    </message>
    <message>
        <source>Reset &amp;password…</source>
        <translation>Trocar a s&amp;enha…</translation>
    </message>
    <message>
        <source>Disabled: cannot log in</source>
        <translation>Desativado: não pode entrar</translation>
    </message>
    <message>
        <source>Active · that is you</source>
        <translation>Ativo · é você</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Ativo</translation>
    </message>
    <message>
        <source>&amp;Disable…</source>
        <translation>Desat&amp;ivar…</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>At&amp;ivar</translation>
    </message>
    <message>
        <source>This is the demonstration&apos;s user. It comes with the gateway&apos;s settings and cannot be changed here.</source>
        <translation>Este é o usuário da demonstração. Ele vem da configuração do gateway e não pode ser mudado aqui.</translation>
    </message>
    <message>
        <source>Added %1</source>
        <translation>Criado em %1</translation>
    </message>
    <message>
        <source>Changed %1</source>
        <translation>Alterado em %1</translation>
    </message>
</context>
<context>
    <name>guarita::console::UsersModel</name>
    <message>
        <source>Disabled</source>
        <translation>Desativado</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Demonstração</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Ativo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Papéis</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Alterado</translation>
    </message>
</context>
<context>
    <name>guarita::console::UsersPage</name>
    <message>
        <source>Loading users…</source>
        <translation>Carregando usuários…</translation>
    </message>
    <message>
        <source>The users could not be loaded</source>
        <translation>Não foi possível carregar os usuários</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Tentar de novo</translation>
    </message>
    <message>
        <source>No users</source>
        <translation>Nenhum usuário</translation>
    </message>
    <message>
        <source>There is nobody to show.</source>
        <translation>Não há ninguém a mostrar.</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Ninguém encontrado</translation>
    </message>
    <message>
        <source>No user has “%1” in the name or in a role.</source>
        <translation>Nenhum usuário tem “%1” no nome ou em um papel.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln user(s)</source>
        <translation>
            <numerusform>%Ln usuário</numerusform>
            <numerusform>%Ln usuários</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln encontrado</numerusform>
            <numerusform>%Ln encontrados</numerusform>
        </translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Usuários</translation>
    </message>
    <message>
        <source>all users are shown</source>
        <translation>todos os usuários estão à vista</translation>
    </message>
    <message>
        <source>scroll down for more users</source>
        <translation>role para ver mais usuários</translation>
    </message>
    <message>
        <source>Filter users</source>
        <translation>Filtrar usuários</translation>
    </message>
    <message>
        <source>Looks in names and roles (Ctrl+F)</source>
        <translation>Procura em nomes e papéis (Ctrl+F)</translation>
    </message>
    <message>
        <source>&amp;Add user…</source>
        <translation>&amp;Novo usuário…</translation>
    </message>
    <message>
        <source>&amp;Save roles</source>
        <translation>&amp;Salvar papéis</translation>
    </message>
    <message>
        <source>Reset &amp;password…</source>
        <translation>Trocar a s&amp;enha…</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Atualizar</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>At&amp;ivar</translation>
    </message>
    <message>
        <source>&amp;Disable…</source>
        <translation>Desat&amp;ivar…</translation>
    </message>
    <message>
        <source>Take the administrator&apos;s role from yourself?</source>
        <translation>Tirar de si o papel de administrador?</translation>
    </message>
    <message>
        <source>Only another administrator can give it back to you.</source>
        <translation>Só outro administrador pode devolvê-lo.</translation>
    </message>
    <message>
        <source>&amp;Take it</source>
        <translation>&amp;Tirar</translation>
    </message>
    <message>
        <source>Disable yourself?</source>
        <translation>Desativar a si mesmo?</translation>
    </message>
    <message>
        <source>You are logged out at once, and cannot log in until another administrator enables you again.</source>
        <translation>Sua sessão termina na hora, e você só entra de novo quando outro administrador o ativar.</translation>
    </message>
    <message>
        <source>&amp;Disable me</source>
        <translation>&amp;Desativar-me</translation>
    </message>
    <message>
        <source>Disable %1?</source>
        <translation>Desativar %1?</translation>
    </message>
    <message>
        <source>All sessions of %1 end at once, and there can be no new one until you enable %1 again.</source>
        <translation>Todas as sessões de %1 terminam na hora, e não haverá outra até você ativar %1 de novo.</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>&amp;Desativar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Somebody else changed %1 in the meantime.</source>
        <translation>Outra pessoa alterou %1 nesse meio-tempo.</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>Não deu certo.</translation>
    </message>
    <message>
        <source>You see it as it is now; what you wanted was not done.</source>
        <translation>Você o vê como está agora; o que você queria não foi feito.</translation>
    </message>
</context>
<context>
    <name>guarita::console::WaterfallView</name>
    <message>
        <source>%1 ms</source>
        <comment>axis</comment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Where the time went</source>
        <translation>Onde foi o tempo</translation>
    </message>
</context>
<context>
    <name>guarita::console::Wording</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>now</source>
        <translation>agora</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>há %1</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>No ar</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Fora</translation>
    </message>
    <message>
        <source>Draining</source>
        <translation>Drenando</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Manutenção</translation>
    </message>
    <message>
        <source>Ejected</source>
        <translation>Ejetado</translation>
    </message>
    <message>
        <source>Health check answered %1</source>
        <translation>A verificação respondeu %1</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Ainda não verificado</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Sem conexão</translation>
    </message>
    <message>
        <source>Connection closed without an answer</source>
        <translation>Conexão fechada sem resposta</translation>
    </message>
    <message>
        <source>Answer cut off</source>
        <translation>Resposta interrompida</translation>
    </message>
    <message>
        <source>Answer too large</source>
        <translation>Resposta grande demais</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>Sem resposta a tempo</translation>
    </message>
    <message>
        <source>All connections busy</source>
        <translation>Todas as conexões ocupadas</translation>
    </message>
    <message>
        <source>The gateway cannot be reached.</source>
        <translation>Não foi possível acessar o gateway.</translation>
    </message>
    <message>
        <source>The connection broke or the answer took too long.</source>
        <translation>A conexão caiu ou a resposta demorou demais.</translation>
    </message>
    <message>
        <source>The gateway&apos;s certificate was refused.</source>
        <translation>O certificado do gateway foi recusado.</translation>
    </message>
    <message>
        <source>The log-in has expired.</source>
        <translation>A sessão expirou.</translation>
    </message>
    <message>
        <source>This user may not see the backends.</source>
        <translation>Este usuário não pode ver os servidores.</translation>
    </message>
    <message>
        <source>This service does not tell about its backends.</source>
        <translation>Este serviço não informa seus servidores.</translation>
    </message>
    <message>
        <source>The gateway answers, but the balancer behind it does not.</source>
        <translation>O gateway responde, mas o balanceador por trás dele não.</translation>
    </message>
    <message>
        <source>The answer was not understood.</source>
        <translation>A resposta não foi compreendida.</translation>
    </message>
    <message>
        <source>The service answered with status %1.</source>
        <translation>O serviço respondeu com o status %1.</translation>
    </message>
    <message>
        <source>The request failed.</source>
        <translation>A requisição falhou.</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>By an operator</source>
        <translation>Por um operador</translation>
    </message>
    <message>
        <source>Failures in a row</source>
        <translation>Falhas seguidas</translation>
    </message>
    <message>
        <source>Too many failures</source>
        <translation>Falhas demais</translation>
    </message>
    <message>
        <source>Failed on trial</source>
        <translation>Falhou na prova</translation>
    </message>
</context>
</TS>
