using UserAdmin.Applications.Queries;
using UserAdmin.Audit.Queries;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Fuzzing;

/// <summary>
/// Texts with a noncharacter, on which normalisation throws, find nothing and do no harm. Half a surrogate pair is
/// refused before.
/// </summary>
public sealed class BrokenTextTests
{
    private static readonly string[] _broken = ["\uFFFE", "ä\uFFFF", "by:\uFFFE", "ü \uFFFE"];

    [Fact]
    public async Task Queries_WithBrokenTexts_FindNothing()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");

        foreach (var text in _broken)
        {
            (await host.AskAsync(new ListApplications(text))).Value!.Items.ShouldBeEmpty();
            (await host.AskAsync(new SuggestActivity(text, text.Length))).Refusal.ShouldBeNull();
            (await host.AskAsync(new SuggestSearch(text, text.Length))).Refusal.ShouldBeNull();
            foreach (var field in Enum.GetValues<UserKeyField>())
            {
                (await host.AskAsync(new FindUsers(field, text))).Value!.ShouldBeEmpty();
            }
        }
    }
}
