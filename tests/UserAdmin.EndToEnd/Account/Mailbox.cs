using System.Text.RegularExpressions;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Account;

/// <summary>Reads a person's mail, which the program writes to files in its data folder.</summary>
internal static partial class Mailbox
{
    /// <summary>Waits for a mail to the person with a link to a page, and returns the link.</summary>
    public static async Task<string> LinkAsync(DataFolder data, Person person, string page)
    {
        string? link = null;
        await Eventually.HoldsAsync(
            () =>
            {
                link = Directory.Exists(data.File("mail"))
                    ? Directory
                        .GetFiles(data.File("mail"), "*.eml")
                        .Order(StringComparer.Ordinal)
                        .Select(File.ReadAllText)
                        .LastOrDefault(mail => mail.Contains($"<{person.Email}>", StringComparison.Ordinal))
                    : null;
                link = link is null
                    ? null
                    : Links()
                        .Matches(link)
                        .Select(match => match.Value)
                        .FirstOrDefault(one => one.Contains(page, StringComparison.Ordinal));
                return link is not null;
            },
            $"a mail with a link to {page} came for {person.Email}"
        );
        return link!;
    }

    [GeneratedRegex(@"https?://\S+/account/[a-z-]+\?token=[\w-]+")]
    private static partial Regex Links();
}
