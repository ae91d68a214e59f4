using UserAdmin.Applications;
using UserAdmin.Applications.Queries;
using UserAdmin.Applications.Requests;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Applications;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Tests.Applications;

/// <summary>The page of the application HR sync, and what stands behind it.</summary>
public abstract class ApplicationPageContext : ConsoleContext
{
    protected ApplicationPageContext()
    {
        Bus.Answer<GetApplication, ApplicationRow>(_ => Row);
        Bus.Answer<ListApplications, Page<ApplicationRow>>(_ =>
            Row is null ? Rows.Page<ApplicationRow>() : Rows.Page(Row)
        );
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ => Rows.Page<HistoryRow>());
        Bus.Answer<ListWebhooks, IReadOnlyList<WebhookRow>>(_ => []);
        Bus.Answer<ListAllWebhooks, IReadOnlyList<WebhookRow>>(_ => []);
        Bus.Answer<ListApplicationRequests, Page<ApplicationRequest>>(query =>
            new(
                [.. Requests.Where(row => !query.OnlyRefused || row.Status >= 400).Take(query.PageSize)],
                Requests.Count
            )
        );
    }

    internal List<ApplicationRequest> Requests { get; } = [];

    internal ApplicationRow? Row { get; set; } = Sync(7, Permissions.UsersRead);

    internal static ApplicationRow Sync(long version, params string[] permissions) =>
        new ApplicationRow()
            .With(row => row.Id, "sync")
            .With(row => row.Name, "HR sync")
            .With(row => row.Description, "")
            .With(row => row.OwnerId, "ada")
            .With(row => row.OwnerName, "Ada Lovelace")
            .With(row => row.Permissions, string.Join(' ', permissions))
            .With(row => row.RequestsPerMinute, 3_000)
            .With(row => row.ChangedAt, Rows.Now.AddHours(-2))
            .With(row => row.Version, version)
            .With(row => row.LiveKeys, 1)
            .With(row => row.LastUsedAt, Rows.Now.AddMinutes(-1))
            .With(
                row => row.Keys,
                [
                    new ApplicationKeyRow()
                        .With(key => key.KeyId, "abcdefghijkl")
                        .With(key => key.ApplicationId, "sync")
                        .With(key => key.Label, "Server")
                        .With(key => key.CreatedBy, "Grace Hopper")
                        .With(key => key.CreatedAt, Rows.Now.AddDays(-3))
                        .With(key => key.IsLive, true)
                        .With(key => key.LastUsedAt, Rows.Now.AddMinutes(-1)),
                ]
            );

    internal IRenderedComponent<ApplicationPage> ShowApplication() =>
        Show<ApplicationPage>(page => page.Add(p => p.ApplicationId, "sync"));
}
