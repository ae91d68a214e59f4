using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Tests.Imports;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>An import that one node begins and another one continues.</summary>
public sealed class SharedImportTests
{
    [Fact]
    public async Task File_ThatOneNodeReceived_IsReadByAnother_AndShownByBoth()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var importId = TestHost.NewId();
        // More than one part of a file in the database.
        var lines = Enumerable.Range(0, 30_000).Select(i => $"user{i}@example.com,{new string('n', 40)} {i}");
        (await one.TryReceiveAsync(importId, "email,name\n" + string.Join('\n', lines), null)).Errors.ShouldBeEmpty();

        await two.RunImportsAsync();

        foreach (var node in (TestHost[])[one, two])
        {
            await node.CatchUpAsync();
            (await node.GetImportAsync(importId)).Rows.ShouldBe(30_000);
            (await node.AskAsync(new GetImportSample(importId)))
                .Value.ShouldNotBeNull()[0]
                .Values[0]
                .ShouldBe("user0@example.com");
        }
    }

    [Fact]
    public async Task Rows_ThatTheLeaderStoresWhileAnotherNodeDeletesThem_AreNotKept()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var importId = TestHost.NewId();
        (await one.TryReceiveAsync(importId, "email,name\nada@example.com,Ada", null)).Errors.ShouldBeEmpty();
        using var stage = one.Get<IImportStorage>().OpenStage(importId);
        stage.BeginRows();
        stage.Add(new StagedRow(2, ["ada@example.com", "Ada"], null, []));
        stage.Commit();

        two.Get<IImportStorage>().Delete(importId);
        stage.Add(new StagedRow(3, ["bea@example.com", "Bea"], null, []));
        stage.Commit();

        stage.Read(0, 10).ShouldBeEmpty();
        one.Get<IImportStorage>().Exists(importId).ShouldBeFalse();
    }

    [Fact]
    public async Task Preview_OfALeaderThatWasPaused_AddsNothingToThatOfTheNext()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var importId = await one.PreviewAsync("email,name\nada@example.com,Ada\nbea@example.com,Bea");
        using var paused = one.Get<IImportStorage>().OpenStage(importId);
        paused.BeginVerdicts();
        using var next = two.Get<IImportStorage>().OpenStage(importId);
        next.BeginVerdicts();
        next.Add(2, Refused);

        // It goes on.
        paused.Add(2, Refused);
        Should.Throw<InvalidOperationException>(paused.Commit).Message.ShouldContain("Another node");
        using var again = one.Get<IImportStorage>().OpenStage(importId);
        Should.Throw<InvalidOperationException>(again.EndVerdicts);

        next.Add(3, Refused);
        next.EndVerdicts();
        using var rows = one.Get<IImportStorage>().OpenRows(importId).ShouldNotBeNull();
        (rows.AreJudged(), rows.Count(ImportVerdict.Refused, code: null)).ShouldBe((true, 2));
    }

    private static Judged Refused => new(ImportVerdict.Refused, null, [ImportErrors.NoRows], [], User: null);

    [Fact]
    public async Task Import_WhoseLeaderEnded_IsContinuedByTheNext()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var lines = Enumerable.Range(0, 2 * ImportRunner.ChunkSize).Select(i => $"user{i}@example.com,User {i}");
        var importId = await one.PreviewAsync("email,name\n" + string.Join('\n', lines));
        await two.CatchUpAsync();
        await two.AcceptAsync(new UserAdmin.Imports.Commands.StartImport(importId));
        // One of the two chunks.
        await one.Get<ImportRunner>().StepAsync(TestContext.Current.CancellationToken);

        await two.RunImportsAsync();

        await one.CatchUpAsync();
        var done = await one.GetImportAsync(importId);
        (done.Status, done.Done.Created).ShouldBe((ImportStatus.Finished, 2 * ImportRunner.ChunkSize));
        one.ReadLog()
            .Where(record => record.Type == "UserCreated")
            .Select(record => record.SubjectId)
            .Distinct()
            .Count()
            .ShouldBe(2 * ImportRunner.ChunkSize);
    }
}
