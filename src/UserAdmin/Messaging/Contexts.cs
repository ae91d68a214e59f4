namespace UserAdmin.Messaging;

/// <summary>
/// Whoever is behind a message. What they may do is looked up for every message, never carried along.
/// </summary>
/// <param name="Kind">What sort of sender.</param>
/// <param name="Id">The user's id; for the other kinds a fixed word.</param>
/// <param name="Name">Shown in the history; for a user the display name, which the pipeline sets itself.</param>
public sealed record Actor(ActorKind Kind, string Id, string Name)
{
    /// <summary>Nobody has signed in.</summary>
    public static Actor Anonymous { get; } = new(ActorKind.Anonymous, "anonymous", "Anonymous");

    /// <summary>
    /// The program itself, or a person at its command line, who could open the database file anyway. May do everything.
    /// </summary>
    public static Actor System { get; } = new(ActorKind.System, "system", "System");

    /// <summary>A signed-in user.</summary>
    /// <param name="id">The user's id.</param>
    public static Actor User(string id) => new(ActorKind.User, id, id);

    /// <summary>
    /// A user who has proved who they are and has yet to do what signing in asks of them: choose a new password, set up
    /// a second factor.
    /// </summary>
    /// <param name="id">The user's id.</param>
    public static Actor SigningIn(string id) => new(ActorKind.SigningIn, id, id);
}

/// <summary>Sorts of senders.</summary>
public enum ActorKind
{
    /// <summary>Nobody has signed in.</summary>
    Anonymous,

    /// <summary>A person with an account.</summary>
    User,

    /// <summary>A person who has yet to finish signing in.</summary>
    SigningIn,

    /// <summary>The program itself or its command line.</summary>
    System,
}

/// <summary>What goes with a command besides the command.</summary>
/// <param name="Actor">Who wants it.</param>
/// <param name="CommandId">Made once by the sender (UUID v7). A repeated send with the same id does nothing and gives
/// the first answer.</param>
public sealed record CommandContext(Actor Actor, Guid CommandId)
{
    /// <summary>What the correlation id of a bulk action's commands begins with; the batch's id follows.</summary>
    public const string BatchPrefix = "batch:";

    /// <summary>Why, in free text or as a ticket number, at most 500 characters; shown in the history.</summary>
    public string? Reason { get; init; }

    /// <summary>Joins the commands of one action across logs and traces.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Address the request came from, where there is one.</summary>
    public string? IpAddress { get; init; }
}

/// <summary>What goes with a query besides the query.</summary>
/// <param name="Actor">Who asks.</param>
/// <param name="AtLeast">Log position that the answer should include (one's own last accepted command). The pipeline
/// waits for it, 2 s at most.</param>
public sealed record QueryContext(Actor Actor, long AtLeast = 0);
