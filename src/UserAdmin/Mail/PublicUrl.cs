using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Mail;

/// <summary>
/// The base address of the links in mails. It is never taken from a request, because an attacker could then make the
/// links lead to another site.
/// </summary>
internal sealed class PublicUrl(IOptions<MailOptions> options, IConfiguration configuration, IServerAddress server)
{
    private const string Default = "http://localhost:5080";

    /// <summary>The address, without a trailing slash.</summary>
    public string Current => (Set ?? server.Current ?? Default).TrimEnd('/');

    /// <summary>The address from the settings, or null.</summary>
    public string? Set => options.Value.PublicUrl ?? configuration[$"{UserAdminOptions.Section}:PublicUrl"];

    /// <summary>Returns what is wrong with the settings and what to do, or null.</summary>
    public string? Problem() =>
        Set is { } set && !MailOptions.IsWebAddress(set)
            ? "The setting PublicUrl has to begin with http:// or https://, such as "
                + $"https://accounts.example.com; it is {set}."
            : null;
}
