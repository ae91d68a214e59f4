using System.Text;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Imports;

/// <summary>An import that is interrupted, paused or cancelled, or whose starter may no longer import.</summary>
public sealed class ImportRunnerTests
{
    private const int Rows = ImportRunner.ChunkSize * 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ImportRunner_KilledHalfWay_ResumesAfterARestartAndAppliesEachRowOnce(bool beforeTheCommit)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(People());
        await host.AcceptAsync(new StartImport(importId));
        var chunks = 0;
        var runner = host.Runner(async command =>
        {
            if (command is ApplyImportRows && ++chunks == 2)
            {
                if (!beforeTheCommit)
                {
                    // The command is committed, but the runner never learns of it.
                    await host.Get<ICommandBus>()
                        .SendAsync(
                            command,
                            new CommandContext(Actor.System, Guid.CreateVersion7()),
                            TestContext.Current.CancellationToken
                        );
                }

                throw new KilledException();
            }
        });
        await runner.StepAsync(TestContext.Current.CancellationToken);
        using (var killed = new CancellationTokenSource())
        {
            await killed.CancelAsync();
            await Should.ThrowAsync<Exception>(() => runner.StepAsync(killed.Token));
        }

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.Get<ImportTidying>().TidyAsync(TestContext.Current.CancellationToken);
        await again.RunImportsAsync();

        var import = await again.GetImportAsync(importId);
        (import.Status, import.Done).ShouldBe((ImportStatus.Finished, new ImportCounts(Rows, 0, 0, 0)));
        again.ReadLog().Count(record => record.Type == nameof(UserCreated)).ShouldBe(Rows);
    }

    [Fact]
    public async Task ImportRunner_WhenKilledDuringThePreview_PreviewsAgain()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync(People(20));
        await host.AcceptAsync(new ConfigureImport(importId, (await host.GetImportAsync(importId)).Options!));
        using var killed = new CancellationTokenSource();
        await killed.CancelAsync();
        await Should.ThrowAsync<Exception>(() => host.Get<ImportRunner>().StepAsync(killed.Token));

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.Get<ImportTidying>().TidyAsync(TestContext.Current.CancellationToken);
        await again.RunImportsAsync();

        (await again.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(20, 0, 0, 0));
    }

    [Fact]
    public async Task ImportRunner_PausedAndResumed_StopsBetweenTwoChunksAndResumesThere()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(People());
        await host.AcceptAsync(new StartImport(importId));
        await host.Get<ImportRunner>().StepAsync(TestContext.Current.CancellationToken);
        await host.AcceptAsync(new PauseImport(importId));

        await host.RunImportsAsync();
        var paused = await host.GetImportAsync(importId);
        await host.AcceptAsync(new ResumeImport(importId));
        await host.RunImportsAsync();

        (paused.Status, paused.Done.Total, paused.TimeLeft).ShouldBe(
            (ImportStatus.Paused, ImportRunner.ChunkSize, null)
        );
        var import = await host.GetImportAsync(importId);
        (import.Status, import.Done.Created).ShouldBe((ImportStatus.Finished, Rows));
    }

    [Fact]
    public async Task ImportRunner_WhenCancelled_KeepsWhatWasApplied()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(People());
        await host.AcceptAsync(new StartImport(importId));
        await host.Get<ImportRunner>().StepAsync(TestContext.Current.CancellationToken);
        await host.AcceptAsync(new CancelImport(importId));

        await host.RunImportsAsync();

        var import = await host.GetImportAsync(importId);
        (import.Status, import.Done.Created, import.IsOver).ShouldBe(
            (ImportStatus.Cancelled, ImportRunner.ChunkSize, true)
        );
        (await host.SendAsync(new ResumeImport(importId))).Errors.ShouldBe([ImportErrors.Over]);
        host.ReadLog().Count(record => record.Type == nameof(UserCreated)).ShouldBe(ImportRunner.ChunkSize);
    }

    [Fact]
    public async Task ImportRunner_WhenTheStarterLosesThePermission_StopsUntilSomebodyElseResumesIt()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var helper = await host.CreateActorAsync(
            "helper",
            Permissions.UsersImport,
            Permissions.UsersCreate,
            Permissions.UsersEdit,
            Permissions.UsersRead
        );
        var importId = await host.PreviewAsync(People(), actor: helper);
        (await host.SendAsync(new StartImport(importId), helper)).Errors.ShouldBeEmpty();
        await host.Get<ImportRunner>().StepAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();
        await host.AcceptAsync(
            new RemoveRole(helper.Id, (await host.AskAsync(new ListUserRoles(helper.Id))).Value!.Items[0].RoleId)
        );

        await host.RunImportsAsync();
        var stopped = await host.GetImportAsync(importId);
        (await host.SendAsync(new ResumeImport(importId), admin)).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        (stopped.Status, stopped.CanResume, stopped.Error).ShouldBe(
            (ImportStatus.Failed, true, ImportErrors.StarterGone.Message)
        );
        var import = await host.GetImportAsync(importId);
        (import.Status, import.Done.Created, import.StartedBy).ShouldBe((ImportStatus.Finished, Rows, "admin"));
    }

    private static string People(int rows = Rows)
    {
        var file = new StringBuilder("email,display name\n");
        for (var row = 1; row <= rows; row++)
        {
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"user{row}@example.com,User {row}\n");
        }

        return file.ToString();
    }

    private sealed class KilledException : Exception;
}
