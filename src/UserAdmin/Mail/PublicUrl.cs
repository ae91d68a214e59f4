using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Mail;

/// <summary>
/// What the links in mails begin with. Never taken from a request: whoever makes one could lead people anywhere.
/// </summary>
internal sealed class PublicUrl(IOptions<MailOptions> options, IConfiguration configuration, IServerAddress server)
{
    private const string Default = "http://localhost:5080";

    /// <summary>The address, without a slash at its end.</summary>
    public string Current => (Set ?? server.Current ?? Default).TrimEnd('/');

    /// <summary>What the settings say, or null.</summary>
    public string? Set => options.Value.PublicUrl ?? configuration[$"{UserAdminOptions.Section}:PublicUrl"];

    /// <summary>What is wrong with the settings and what to do, or null.</summary>
    public string? Problem() =>
        Set is { } set && !MailOptions.IsWebAddress(set)
            ? "The setting PublicUrl has to begin with http:// or https://, such as "
                + $"https://accounts.example.com; it is {set}."
            : null;
}
