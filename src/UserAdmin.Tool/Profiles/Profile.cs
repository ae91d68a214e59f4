using System.Text.RegularExpressions;

namespace UserAdmin.Tool.Profiles;

/// <summary>A server, and the key of an application there.</summary>
/// <param name="Server">The address of the console, with a slash at its end.</param>
/// <param name="Key">The key.</param>
internal sealed partial record Profile(Uri Server, string Key)
{
    /// <summary>Returns the address of a server.</summary>
    /// <param name="text">What was typed.</param>
    /// <exception cref="ToolException">It is no address that a key may be sent to.</exception>
    public static Uri ServerOf(string text)
    {
        if (
            !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var server)
            || (server.Scheme != Uri.UriSchemeHttps && server.Scheme != Uri.UriSchemeHttp)
            || server.Host.Length == 0
            || server.UserInfo.Length > 0
            || server.Query.Length > 0
            || server.Fragment.Length > 0
        )
        {
            throw new ToolException(
                ExitCode.Usage,
                $"“{text}” is no address of a server. Say it as https://console.example.com."
            );
        }

        if (server.Scheme == Uri.UriSchemeHttp && !server.IsLoopback)
        {
            throw new ToolException(
                ExitCode.Usage,
                $"“{text}” is not encrypted, so others could read the key. Say https://; http:// is for this machine "
                    + "(localhost) only."
            );
        }

        return server.AbsolutePath.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
    }

    /// <summary>Returns a key.</summary>
    /// <param name="text">What was typed or read.</param>
    /// <exception cref="ToolException">It is no key.</exception>
    public static string KeyOf(string text) =>
        KeyForm().IsMatch(text.Trim())
            ? text.Trim()
            // Not repeated: it may be a password that was pasted by mistake.
            : throw new ToolException(
                ExitCode.Usage,
                "This is no key of an application. It begins with ua_ and is shown once, where an administrator adds "
                    + "it on the page Applications."
            );

    /// <summary>Returns the name of a profile.</summary>
    /// <param name="text">What was typed.</param>
    /// <exception cref="ToolException">It is no name.</exception>
    public static string NameOf(string text) =>
        NameForm().IsMatch(text)
            ? text
            : throw new ToolException(
                ExitCode.Usage,
                $"“{text}” is no name of a profile. Use up to 64 letters, digits, dots, hyphens and underscores, "
                    + "beginning with a letter or digit."
            );

    [GeneratedRegex(@"^ua_[A-Za-z0-9_-]{10,200}\z")]
    private static partial Regex KeyForm();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NameForm();
}
