using System.Diagnostics;
using OpenTelemetry;

namespace UserAdmin.Web.Startup.Telemetry;

/// <summary>
/// Leaves in a span only tags that cannot hold anything personal: paths contain ids, queries contain searches and
/// one-time tokens, and a client has an address.
/// </summary>
internal sealed class ImpersonalSpans : BaseProcessor<Activity>
{
    private static readonly HashSet<string> _kept =
    [
        "error.type",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "network.protocol.version",
        "url.scheme",
        "useradmin.outcome",
    ];

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!_kept.Contains(name))
            {
                data.SetTag(name, null);
            }
        }
    }
}
