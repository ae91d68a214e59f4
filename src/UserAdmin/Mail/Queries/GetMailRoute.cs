using Microsoft.Extensions.Options;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Mail.Queries;

/// <summary>Where mail goes at the moment.</summary>
[Permission(Permissions.MailRead)]
public sealed record GetMailRoute : IQuery<MailRoute>;

/// <summary>Where mail goes, from the settings.</summary>
/// <param name="Server">Host and port of the SMTP server, or null while mail is written as files.</param>
/// <param name="Folder">Folder that the files are written to.</param>
/// <param name="From">Address the mail comes from.</param>
/// <param name="PublicUrl">What the links in it begin with.</param>
/// <param name="IsPublicUrlSet">Whether the settings say so; otherwise it is what the program listens on.</param>
public sealed record MailRoute(string? Server, string Folder, string From, string PublicUrl, bool IsPublicUrlSet);

internal sealed class GetMailRouteHandler(PickupTransport files, PublicUrl site, IOptions<MailOptions> options)
    : IQueryHandler<GetMailRoute, MailRoute>
{
    public Task<Answer<MailRoute>> Handle(GetMailRoute request, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var server = settings.Smtp is { } host ? $"{host}:{settings.EffectivePort}" : null;
        return Task.FromResult(
            new Answer<MailRoute>
            {
                Value = new(server, files.Folder, settings.EffectiveFrom, site.Current, site.Set is not null),
            }
        );
    }
}
