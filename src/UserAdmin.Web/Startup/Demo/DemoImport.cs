using System.Text;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>Imports a file of the demo, step by step as a person does.</summary>
internal static class DemoImport
{
    public static async Task RunAsync(
        DemoFile file,
        CommandContext context,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var id = DemoIds.KeyOf(file.Key);
        if (await FindAsync() is not null)
        {
            return;
        }

        await services
            .GetRequiredService<IImportFiles>()
            .ReceiveAsync(
                id,
                file.Name,
                new MemoryStream(Encoding.UTF8.GetBytes(file.Table)),
                context,
                cancellationToken
            );
        await UntilAsync(ImportStatus.Ready);
        if (await FindAsync() is { Options: { } guess })
        {
            await SendAsync("configure", new ConfigureImport(id, guess with { Mode = ImportMode.CreateOnly }));
            await UntilAsync(ImportStatus.Previewed);
            if (file.Starts)
            {
                await SendAsync("start", new StartImport(id));
                await UntilAsync(ImportStatus.Finished);
            }
        }

        Task UntilAsync(ImportStatus status) =>
            DemoBulk.UntilAsync(
                async () => await FindAsync() is { } row && (row.Status == status || row.Status == ImportStatus.Failed),
                cancellationToken
            );

        async Task<ImportRow?> FindAsync() =>
            (
                await services
                    .GetRequiredService<IQueryBus>()
                    .AskAsync(new GetImport(id), new QueryContext(Actor.System), cancellationToken)
            ).Value;

        Task SendAsync(string what, ICommand command) =>
            services
                .GetRequiredService<ICommandBus>()
                .SendAsync(
                    command,
                    context with
                    {
                        CommandId = DemoIds.CommandOf($"{file.Key} {what}"),
                    },
                    cancellationToken
                );
    }
}
