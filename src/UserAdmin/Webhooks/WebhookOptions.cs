using UserAdmin.Settings;

namespace UserAdmin.Webhooks;

/// <summary>Settings under <c>UserAdmin:Webhooks</c>: where webhooks may send to, and how long they wait.</summary>
public sealed class WebhookOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{UserAdminOptions.Section}:Webhooks";

    /// <summary>
    /// Whether receivers may have private addresses: this machine, the networks of RFC 1918, and others that are not
    /// public. Whoever may make a webhook can then send requests into the network of the server.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Whether receivers may be reached by HTTP, over which everybody on the way can read.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long a receiver may take to answer, 1 second to 1 minute; the default is 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Returns what is wrong with the settings and what to do, or null.</summary>
    internal string? Problem() =>
        Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(1)
            ? $"{Section}:Timeout has to be 00:00:01 to 00:01:00; 00:00:15 unless set."
            : null;
}
