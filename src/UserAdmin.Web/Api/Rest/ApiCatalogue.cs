using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Web.Api.Rest;

/// <summary>
/// Every command and query of the API: one line each, with its method and its address. The rest — parameters, bodies,
/// answers, errors and the document — follows from the message itself (decision 102). The first part of an address is
/// the group.
/// </summary>
internal static partial class ApiCatalogue
{
    /// <summary>All endpoints.</summary>
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [.. Users, .. Roles, .. Applications, .. Sessions, .. Bulk, .. Imports, .. Exports, .. Activity, .. Console];

    private const string OnlyPeople =
        "Only people make and change applications, so that a stolen key cannot lift its own limits or make others.";

    private const string OnlyPeopleSend =
        "Only people say where a webhook sends to, so that a stolen key cannot have the activity sent elsewhere.";

    /// <summary>Messages that need a key and no permission.</summary>
    public static IReadOnlyList<string> ForEveryKey { get; } = ["GetCallingApplication"];

    /// <summary>Messages that need a permission and are not in the API, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } =
        new Dictionary<string, string>
        {
            ["GetListLayout"] = "How a person has arranged the list of users; an application has no list.",
            ["SaveListLayout"] = "How a person has arranged the list of users; an application has no list.",
            ["UnpinView"] = "Views are pinned to a person's own menu.",
            ["RefreshUsers"] = "Keeps an open page standing still; an application reads users by id.",
            ["TakeUserKeys"] = "For readers in this process: its answer is packed memory. ListUserIds has the same.",
            ["CreateApplication"] = OnlyPeople,
            ["UpdateApplication"] = OnlyPeople,
            ["ChangeApplicationPermissions"] = OnlyPeople,
            ["EnableApplication"] = OnlyPeople,
            ["DeleteApplication"] = OnlyPeople,
            ["AddApplicationKey"] = OnlyPeople,
            ["CreateWebhook"] = OnlyPeopleSend,
            ["UpdateWebhook"] = OnlyPeopleSend,
            ["RotateWebhookSecret"] = OnlyPeopleSend,
            ["ResumeWebhook"] = OnlyPeopleSend,
            ["TryWebhook"] = OnlyPeopleSend,
            ["SendDeliveryAgain"] = OnlyPeopleSend,
            ["SkipWebhookDelivery"] =
                "Only people decide that a receiver misses an event, so that a stolen key cannot hide what it did.",
            ["FindUsers"] = "The look-up behind SCIM; ListUsers with a search has the same.",
            ["ApplyImportRows"] = "Sent by an import that runs, part by part; StartImport begins it.",
            ["SendTestMail"] = "Goes to the sender's own address; an application has none.",
            ["StartActivityExport"] = "Records a file that a browser downloads; GetActivity reads the same in pages.",
        };

    /// <summary>Kinds of messages that need no permission of the catalogue, with why they are not in the API.</summary>
    public static IReadOnlyDictionary<string, string> OutsideByKind { get; } =
        new Dictionary<string, string>
        {
            [PermissionAttribute.Anyone] = "For people who have not signed in; an application shows its key.",
            [PermissionAttribute.SigningIn] = "For the sender's own account; an application has none.",
            [PermissionAttribute.AnyUser] = "For the sender's own account; an application has none.",
            [PermissionAttribute.SystemOnly] = "Sent by the program itself.",
        };

    private static ApiCommand<TCommand> Command<TCommand>(string method, string route)
        where TCommand : ICommand => new(method, route);

    /// <summary>A command that creates something with an id, which the API makes if it is left out.</summary>
    private static ApiCommand<TCommand> Creation<TCommand>(string route, string id, string location)
        where TCommand : ICommand => new("POST", route) { NewId = id, Location = location };

    /// <summary>A command that begins work that goes on after the answer.</summary>
    private static ApiCommand<TCommand> Beginning<TCommand>(string route, string id, string location)
        where TCommand : ICommand =>
        new("POST", route)
        {
            NewId = id,
            Location = location,
            IsLong = true,
            MostBytes = Large,
        };

    private static ApiQuery<TQuery, TView> Query<TQuery, TView>(
        string route,
        Error? notFound = null,
        string method = "GET"
    )
        where TQuery : IQuery<TView> =>
        notFound is null ? new(method, route) : new(method, route) { NotFound = notFound };

    private static ApiListQuery<TQuery, Page<TItem>, TItem> Pages<TQuery, TItem>(string route)
        where TQuery : IQuery<Page<TItem>> => new("GET", route, page => page.Items, page => page.Total);

    private static ApiListQuery<TQuery, IReadOnlyList<TItem>, TItem> List<TQuery, TItem>(
        string route,
        string method = "GET"
    )
        where TQuery : IQuery<IReadOnlyList<TItem>> => new(method, route, items => items, items => items.Count);

    /// <summary>A list whose next page begins before the last item of this one.</summary>
    private static ApiListQuery<TQuery, Page<TItem>, TItem> Before<TQuery, TItem>(
        string route,
        Func<TItem, long> position
    )
        where TQuery : IQuery<Page<TItem>> =>
        new(
            "GET",
            route,
            page => page.Items,
            page => page.Total,
            (page, place) => page.Items.Count < place.Limit ? null : $"{position(page.Items[^1])}"
        );

    // Up to 100,000 ids of users.
    private const long Large = 8L << 20;
}
