using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Tests.Layout;

public sealed class DatabaseNoteTests : ConsoleContext
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private DatabaseWaits Waits => Services.GetRequiredService<DatabaseWaits>();

    [Fact]
    public async Task DatabaseNote_WhenSomebodyHasWaitedForASecond_SaysSo_UntilTheServerAnswers()
    {
        var note = Show<DatabaseNote>();
        var wait = Waits.Begin();
        await Clock.SomeoneWaitsAsync();
        note.ByRole("status").Children.ShouldBeEmpty();

        Clock.Advance(_second);

        await note.WaitForAssertionAsync(() =>
            note.ByRole("status").TextContent.ShouldContain("What you send waits for it")
        );
        wait.Dispose();
        await note.WaitForAssertionAsync(() => note.ByRole("status").Children.ShouldBeEmpty());
    }

    [Fact]
    public async Task DatabaseNote_WhenTheServerStaysAway_SaysThatNothingCanBeSaved()
    {
        var note = Show<DatabaseNote>();
        using var wait = Waits.Begin();
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(_second);
        await Clock.SomeoneWaitsAsync();

        Clock.Advance(DatabaseWaits.Patience - _second);

        await note.WaitForAssertionAsync(() => note.ByRole("status").TextContent.ShouldContain("nothing can be saved"));
    }

    [Fact]
    public async Task DatabaseNote_OnAPageThatIsOpenedDuringTheWait_SaysSo()
    {
        using var wait = Waits.Begin();
        Clock.Advance(_second);

        var note = Show<DatabaseNote>();

        await note.WaitForAssertionAsync(() =>
            note.ByRole("status").TextContent.ShouldContain("does not answer at the moment")
        );
    }

    [Fact]
    public void DatabaseNote_WhenAWaitIsOverWithinASecond_SaysNothing()
    {
        var note = Show<DatabaseNote>();

        Waits.Begin().Dispose();
        Clock.Advance(_second);

        note.ByRole("status").Children.ShouldBeEmpty();
    }
}
