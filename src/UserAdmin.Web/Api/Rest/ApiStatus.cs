using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Which status of HTTP an error has. What is not listed is a value that cannot be accepted: 422.</summary>
internal static class ApiStatus
{
    private const int Unauthorized = StatusCodes.Status401Unauthorized;
    private const int Forbidden = StatusCodes.Status403Forbidden;
    private const int NotFound = StatusCodes.Status404NotFound;
    private const int Conflict = StatusCodes.Status409Conflict;
    private const int Gone = StatusCodes.Status410Gone;
    private const int Unavailable = StatusCodes.Status503ServiceUnavailable;

    /// <summary>The statuses by code.</summary>
    public static IReadOnlyDictionary<string, int> ByCode { get; } =
        new Dictionary<string, int>
        {
            ["not-signed-in"] = Unauthorized,
            ["not-finished-signing-in"] = Unauthorized,
            ["not-permitted"] = Forbidden,
            ["not-for-applications"] = Forbidden,
            ["users.holds-more"] = Forbidden,
            ["roles.grants-more"] = Forbidden,
            ["applications.grants-more"] = Forbidden,
            ["applications.only-people"] = Forbidden,
            ["users.oneself"] = Forbidden,
            ["views.not-yours"] = Forbidden,
            ["roles.administrator"] = Forbidden,
            ["applications.key-not-found"] = NotFound,
            ["mail.no-link"] = NotFound,
            ["users.no-such-claim"] = NotFound,
            ["users.no-such-external-login"] = NotFound,
            ["users.no-such-passkey"] = NotFound,
            ["users.no-such-session"] = NotFound,
            ["undo.no-such-events"] = NotFound,
            ["id.used"] = Conflict,
            ["database.conflict"] = Conflict,
            ["users.deleted"] = Conflict,
            ["users.not-deleted"] = Conflict,
            ["users.disabled"] = Conflict,
            ["users.invited"] = Conflict,
            ["users.not-invited"] = Conflict,
            ["users.can-sign-in-already"] = Conflict,
            ["users.email-confirmed-already"] = Conflict,
            ["users.last-administrator"] = Conflict,
            ["users.claim-there"] = Conflict,
            ["users.no-email"] = Conflict,
            ["users.no-password"] = Conflict,
            ["bulk.over"] = Conflict,
            ["bulk.out-of-step"] = Conflict,
            ["imports.busy"] = Conflict,
            ["imports.over"] = Conflict,
            ["imports.out-of-step"] = Conflict,
            ["exports.already-begun"] = Conflict,
            ["imports.files-gone"] = Gone,
            ["imports.file-gone"] = Gone,
            ["edit.stale"] = StatusCodes.Status412PreconditionFailed,
            ["imports.too-large"] = StatusCodes.Status413PayloadTooLarge,
            ["tables.too-large"] = StatusCodes.Status413PayloadTooLarge,
            ["exports.disk-full"] = StatusCodes.Status507InsufficientStorage,
            ["imports.disk-full"] = StatusCodes.Status507InsufficientStorage,
            ["database.columns-changed"] = Unavailable,
            ["database.disk-full"] = Unavailable,
            ["database.interrupted"] = Unavailable,
            ["database.locked"] = Unavailable,
            ["database.read-only"] = Unavailable,
            ["database.row-locked"] = Unavailable,
            ["database.unreachable"] = Unavailable,
        };

    /// <summary>Returns the status of an error.</summary>
    /// <param name="code">Its <see cref="Error.Code"/>.</param>
    public static int Of(string code) =>
        ByCode.TryGetValue(code, out var status) ? status
        : code.EndsWith(".not-found", StringComparison.Ordinal) ? NotFound
        : code.EndsWith("-taken", StringComparison.Ordinal) ? Conflict
        : StatusCodes.Status422UnprocessableEntity;
}
