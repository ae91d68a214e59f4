using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Tables;

namespace UserAdmin.Tests.Imports;

/// <summary>Steps that tests of imports share.</summary>
internal static class ImportSteps
{
    /// <summary>Sends a file and returns the result.</summary>
    public static async Task<CommandResult> TryReceiveAsync(
        this TestHost host,
        string importId,
        string text,
        Actor? actor = null,
        string fileName = "people.csv"
    )
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var result = await host.Get<IImportFiles>()
            .ReceiveAsync(
                importId,
                fileName,
                content,
                new CommandContext(actor ?? Actor.System, Guid.CreateVersion7()),
                TestContext.Current.CancellationToken
            );
        return result;
    }

    /// <summary>Sends a file written by another program, has it read, and returns the import's id.</summary>
    public static async Task<string> ReceiveFileAsync(
        this TestHost host,
        byte[] file,
        Actor? actor = null,
        string fileName = "people"
    )
    {
        var importId = TestHost.NewId();
        using var content = new MemoryStream(file);
        (
            await host.Get<IImportFiles>()
                .ReceiveAsync(
                    importId,
                    fileName,
                    content,
                    new CommandContext(actor ?? Actor.System, Guid.CreateVersion7()),
                    TestContext.Current.CancellationToken
                )
        ).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        return importId;
    }

    /// <summary>Previews all rows of an import that has been read.</summary>
    public static async Task<string> PreviewReadAsync(
        this TestHost host,
        string importId,
        Func<ImportOptions, ImportOptions>? change = null,
        Actor? actor = null
    )
    {
        var proposed = (await host.GetImportAsync(importId)).Options.ShouldNotBeNull();
        (
            await host.SendAsync(new ConfigureImport(importId, change?.Invoke(proposed) ?? proposed), actor)
        ).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        return importId;
    }

    /// <summary>Returns whether anything that is kept of the imports contains a text, in any encoding.</summary>
    public static bool IsOnDisk(this TestHost host, string text) =>
        TestProvider
            .KeptOfImports(host)
            .Any(bytes =>
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
                || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0
            );

    /// <summary>Sends a file, has it read, and returns the import's id.</summary>
    public static async Task<string> ReceiveAsync(this TestHost host, string text, Actor? actor = null)
    {
        var importId = TestHost.NewId();
        (await host.TryReceiveAsync(importId, text, actor)).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        return importId;
    }

    /// <summary>Sends a file and previews all its rows.</summary>
    /// <param name="host">The program.</param>
    /// <param name="text">The file.</param>
    /// <param name="change">Changes the options that the program proposes.</param>
    /// <param name="actor">The sender.</param>
    public static async Task<string> PreviewAsync(
        this TestHost host,
        string text,
        Func<ImportOptions, ImportOptions>? change = null,
        Actor? actor = null
    )
    {
        return await host.PreviewReadAsync(await host.ReceiveAsync(text, actor), change, actor);
    }

    /// <summary>Starts an import that was previewed, and runs it to its end.</summary>
    public static async Task RunAsync(
        this TestHost host,
        string importId,
        Actor? actor = null,
        bool changesHolders = false
    )
    {
        (await host.SendAsync(new StartImport(importId, changesHolders), actor)).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        await host.CatchUpAsync();
    }

    /// <summary>Runs the imports until none is waiting.</summary>
    public static Task RunImportsAsync(this TestHost host) =>
        host.Get<ImportRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

    /// <summary>Creates a runner that passes every command to the test before sending it.</summary>
    public static ImportRunner Runner(this TestHost host, Func<ICommand, Task> before) =>
        new(
            host.Get<IDbContextFactory<WriteContext>>(),
            new ShownBus(host.Get<ICommandBus>(), before),
            host.Get<ImportPreviewer>(),
            host.Get<ImportReading>(),
            host.Get<IImportStorage>(),
            host.Get<ImportTidying>(),
            host.Get<ImportSignal>(),
            host.Get<IDatabaseFaults>(),
            new RunnerHeartbeats(TimeProvider.System),
            TimeProvider.System,
            NullLogger<ImportRunner>.Instance
        );

    /// <summary>Returns the import's row, up to date.</summary>
    public static async Task<ImportRow> GetImportAsync(this TestHost host, string importId)
    {
        await host.CatchUpAsync();
        return (await host.AskAsync(new GetImport(importId))).Value.ShouldNotBeNull();
    }

    /// <summary>Returns the rows of an import with their outcomes.</summary>
    public static async Task<IReadOnlyList<ImportItem>> ListRowsAsync(
        this TestHost host,
        string importId,
        ImportVerdict? verdict = null
    )
    {
        await host.CatchUpAsync();
        return (await host.AskAsync(new ListImportRows(importId, verdict, PageSize: 200))).Value!.Items;
    }

    /// <summary>Returns the refused rows as a CSV file.</summary>
    public static async Task<string> ReportAsync(this TestHost host, string importId, Actor? actor = null)
    {
        await host.CatchUpAsync();
        using var report = new MemoryStream();
        (
            await host.Get<IImportFiles>()
                .WriteRefusedAsync(
                    importId,
                    TableFormat.Csv,
                    report,
                    actor ?? Actor.System,
                    TestContext.Current.CancellationToken
                )
        ).ShouldBeNull();
        return Encoding.UTF8.GetString(report.ToArray()).TrimStart('\uFEFF');
    }

    private sealed class ShownBus(ICommandBus inner, Func<ICommand, Task> before) : ICommandBus
    {
        public async Task<CommandResult> SendAsync(
            ICommand command,
            CommandContext context,
            CancellationToken cancellationToken = default
        )
        {
            await before(command);
            return await inner.SendAsync(command, context, cancellationToken);
        }
    }
}
