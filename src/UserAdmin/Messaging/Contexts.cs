namespace UserAdmin.Messaging;

/// <summary>
/// The sender of a message. The sender's permissions are looked up for every message and never stored here.
/// </summary>
/// <param name="Kind">The kind of sender.</param>
/// <param name="Id">The user's id; an application's id after <see cref="ApplicationPrefix"/>; a fixed word for the
/// other kinds.</param>
/// <param name="Name">Shown in the history; for a user the display name and for an application its name, which the
/// pipeline sets itself.</param>
public sealed record Actor(ActorKind Kind, string Id, string Name)
{
    /// <summary>
    /// The beginning of the id of every application as an actor, so that no account's key can be one.
    /// </summary>
    public const string ApplicationPrefix = "application:";

    /// <summary>Nobody has signed in.</summary>
    public static Actor Anonymous { get; } = new(ActorKind.Anonymous, "anonymous", "Anonymous");

    /// <summary>
    /// The program itself, or a person at its command line, who could open the database file anyway. This actor may do
    /// everything.
    /// </summary>
    public static Actor System { get; } = new(ActorKind.System, "system", "System");

    /// <summary>A signed-in user.</summary>
    /// <param name="id">The user's id.</param>
    public static Actor User(string id) => new(ActorKind.User, id, id);

    /// <summary>
    /// A user who has proved their identity but must still finish signing in: choose a new password or set up a second
    /// factor.
    /// </summary>
    /// <param name="id">The user's id.</param>
    public static Actor SigningIn(string id) => new(ActorKind.SigningIn, id, id);

    /// <summary>An application that has shown one of its keys.</summary>
    /// <param name="applicationId">The application's id, without the prefix.</param>
    public static Actor Application(string applicationId) =>
        new(ActorKind.Application, ApplicationPrefix + applicationId, applicationId);

    /// <summary>
    /// Returns the sender with a stored id, for work that goes on in the name of whoever started it: the program
    /// itself, an application, or a user.
    /// </summary>
    /// <param name="id">The <see cref="Id"/> as it was stored.</param>
    public static Actor Of(string id) =>
        id == System.Id ? System
        : IsApplication(id) ? new(ActorKind.Application, id, id[ApplicationPrefix.Length..])
        : User(id);

    /// <summary>Returns whether the id of a sender is that of an application.</summary>
    /// <param name="id">The sender's id.</param>
    public static bool IsApplication(string id) => id.StartsWith(ApplicationPrefix, StringComparison.Ordinal);

    /// <summary>Returns the id of a sender without the prefix of applications.</summary>
    /// <param name="id">The sender's id.</param>
    public static string IdOf(string id) => IsApplication(id) ? id[ApplicationPrefix.Length..] : id;

    /// <summary>The application's id, without the prefix; null for other kinds of senders.</summary>
    public string? ApplicationId => Kind == ActorKind.Application ? Id[ApplicationPrefix.Length..] : null;
}

/// <summary>The kinds of senders.</summary>
public enum ActorKind
{
    /// <summary>Nobody has signed in.</summary>
    Anonymous,

    /// <summary>A person with an account.</summary>
    User,

    /// <summary>A person who has not finished signing in.</summary>
    SigningIn,

    /// <summary>The program itself or its command line.</summary>
    System,

    /// <summary>A program with an account of its own for the API: an application.</summary>
    Application,
}

/// <summary>The data that accompanies a command.</summary>
/// <param name="Actor">The sender.</param>
/// <param name="CommandId">Created once by the sender (UUID v7). Sending the command again with the same id does
/// nothing and returns the first answer.</param>
public sealed record CommandContext(Actor Actor, Guid CommandId)
{
    /// <summary>The prefix of the correlation id of a bulk action's commands; the batch's id follows.</summary>
    public const string BatchPrefix = "batch:";

    /// <summary>
    /// The reason for the change, as free text or a ticket number, at most 500 characters; shown in the history.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Connects the commands of one action across logs and traces.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The address the request came from, or null.</summary>
    public string? IpAddress { get; init; }
}

/// <summary>The data that accompanies a query.</summary>
/// <param name="Actor">The sender.</param>
/// <param name="AtLeast">Log position that the answer should include (that of the sender's last accepted command). The
/// pipeline waits for it, at most 2 s.</param>
public sealed record QueryContext(Actor Actor, long AtLeast = 0);
