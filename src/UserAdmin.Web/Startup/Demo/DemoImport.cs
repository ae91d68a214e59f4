using System.Text;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>Imports the file of the demo, step by step as a person does.</summary>
internal static class DemoImport
{
    private static readonly string _id = DemoIds.KeyOf("import");

    public static async Task RunAsync(
        string table,
        CommandContext context,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync() is not null)
        {
            return;
        }

        await services
            .GetRequiredService<IImportFiles>()
            .ReceiveAsync(
                _id,
                DemoStory.ImportedFile,
                new MemoryStream(Encoding.UTF8.GetBytes(table)),
                context,
                cancellationToken
            );
        await UntilAsync(ImportStatus.Ready);
        if (await FindAsync() is { Options: { } guess })
        {
            await SendAsync("configure", new ConfigureImport(_id, guess with { Mode = ImportMode.CreateOnly }));
            await UntilAsync(ImportStatus.Previewed);
            await SendAsync("start", new StartImport(_id));
            await UntilAsync(ImportStatus.Finished);
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
                    .AskAsync(new GetImport(_id), new QueryContext(Actor.System), cancellationToken)
            ).Value;

        Task SendAsync(string what, ICommand command) =>
            services
                .GetRequiredService<ICommandBus>()
                .SendAsync(
                    command,
                    context with
                    {
                        CommandId = DemoIds.CommandOf($"import {what}"),
                    },
                    cancellationToken
                );
    }
}
