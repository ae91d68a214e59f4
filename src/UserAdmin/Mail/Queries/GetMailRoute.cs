using Microsoft.Extensions.Options;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Mail.Queries;

/// <summary>Gets where mail is currently sent.</summary>
[Permission(Permissions.MailRead)]
public sealed record GetMailRoute : IQuery<MailRoute>;

/// <summary>Where mail is sent according to the settings.</summary>
/// <param name="Server">Host and port of the SMTP server, or null if mail is written to files.</param>
/// <param name="Folder">Folder that the files are written to; null if there can be several nodes, because it is on the
/// leader's machine then.</param>
/// <param name="From">Sender address of the mail.</param>
/// <param name="PublicUrl">The base address of the links in mails.</param>
/// <param name="IsPublicUrlSet">Whether that address comes from the settings; otherwise it is the one that the program
/// listens on.</param>
public sealed record MailRoute(string? Server, string? Folder, string From, string PublicUrl, bool IsPublicUrlSet);

internal sealed class GetMailRouteHandler(
    PickupTransport files,
    PublicUrl site,
    IEnumerable<INodeRegister> nodes,
    IOptions<MailOptions> options
) : IQueryHandler<GetMailRoute, MailRoute>
{
    public Task<Answer<MailRoute>> Handle(GetMailRoute request, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var server = settings.Smtp is { } host ? $"{host}:{settings.EffectivePort}" : null;
        return Task.FromResult(
            new Answer<MailRoute>
            {
                Value = new(
                    server,
                    nodes.Any() ? null : files.Folder,
                    settings.EffectiveFrom,
                    site.Current,
                    site.Set is not null
                ),
            }
        );
    }
}
