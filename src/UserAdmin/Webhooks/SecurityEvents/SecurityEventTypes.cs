using System.Collections.Frozen;
using System.Text.Json.Nodes;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Webhooks.SecurityEvents;

/// <summary>
/// Translates events of the log to standard security events. They tell what has changed, not to what: who receives one
/// reads the account by SCIM or the API. So they say nothing of persons but an id.
/// </summary>
internal static class SecurityEventTypes
{
    // RFC 9967, section 2.
    private const string Scim = "urn:ietf:params:scim:event:prov:";

    // RFC 7643, section 4.3.
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    // OpenID Continuous Access Evaluation Profile 1.0, section 3.
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";

    // OpenID RISC Profile 1.0, section 2.
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";

    /// <summary>The name of the event that a receiver is tried with (OpenID Shared Signals Framework 1.0).</summary>
    public const string Verification = "https://schemas.openid.net/secevent/ssf/event-type/verification";

    private static readonly FrozenDictionary<string, Func<IEvent, IEnumerable<Standard>>> _standards = new Dictionary<
        string,
        Func<IEvent, IEnumerable<Standard>>
    >
    {
        [nameof(UserCreated)] = _ => [Bare("create:notice")],
        [nameof(UserObserved)] = _ => [Bare("create:notice")],
        // It may be disabled all the same.
        [nameof(UserRestored)] = _ => [Bare("create:notice")],
        [nameof(UserEmailChanged)] = Patch,
        [nameof(UserNameChanged)] = Patch,
        [nameof(UserPhoneChanged)] = Patch,
        [nameof(UserProfileChanged)] = Patch,
        [nameof(UserObservedChanged)] = Patch,
        [nameof(UserDisabled)] = Stopped,
        [nameof(UserInvitationRevoked)] = Stopped,
        [nameof(UserEnabled)] = Started,
        [nameof(UserDeleted)] = _ => [Bare("delete"), Account("account-disabled")],
        [nameof(UserPurged)] = _ => [Bare("delete"), Account("account-purged")],
        [nameof(UserObservedGone)] = _ => [Bare("delete"), Account("account-purged")],
        [nameof(UserPasswordChanged)] = _ => [Credential("password", "update")],
        [nameof(UserTemporaryPasswordSet)] = _ => [Credential("password", "update")],
        [nameof(UserPasswordChangeRequired)] = _ => [Account("account-credential-change-required")],
        [nameof(UserTwoFactorEnabled)] = _ => [Credential("app", "create")],
        [nameof(UserTwoFactorDisabled)] = _ => [Credential("app", "delete")],
        // Whether it is in the device or on a token is not known; the profile allows types of one's own.
        [nameof(UserPasskeyAdded)] = _ => [Credential("fido2", "create")],
        [nameof(UserPasskeyRemoved)] = _ => [Credential("fido2", "delete")],
        [nameof(UserSessionEnded)] = _ => [Sessions],
        [nameof(UserSessionsEnded)] = _ => [Sessions],
    }.ToFrozenDictionary();

    // Fields that SCIM has a name for (RFC 7643, sections 4.1 and 4.3).
    private static readonly FrozenDictionary<string, string> _attributes = new Dictionary<string, string>
    {
        ["Email"] = "emails",
        ["UserName"] = "userName",
        ["PhoneNumber"] = "phoneNumbers",
        ["DisplayName"] = "displayName",
        ["GivenName"] = "name.givenName",
        ["FamilyName"] = "name.familyName",
        ["Locale"] = "locale",
        ["TimeZone"] = "timezone",
        ["ExternalId"] = "externalId",
        ["JobTitle"] = "title",
        ["EmployeeNumber"] = Enterprise + "employeeNumber",
        ["CostCenter"] = Enterprise + "costCenter",
        ["Organization"] = Enterprise + "organization",
        ["Division"] = Enterprise + "division",
        ["ManagerId"] = Enterprise + "manager",
    }.ToFrozenDictionary();

    private static Standard Sessions => new(Caep + "session-revoked", IsCaep: true, []);

    // A lock and an expiry end without an event, so nothing says that the account is disabled; that its sessions are
    // over is true of every such event.
    private static readonly FrozenSet<string> _endsSessions = EventCodec
        .Types.Where(type => type.Value.IsAssignableTo(typeof(IEndsSessions)))
        .Select(type => type.Key)
        .ToFrozenSet();

    /// <summary>The types of events that have a standard event, in order of the names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. _standards.Keys.Union(_endsSessions).Order(StringComparer.Ordinal)];

    /// <summary>Returns whether there is a standard event for an event.</summary>
    /// <param name="record">The event, as it is stored.</param>
    public static bool Has(EventRecord record) =>
        _standards.ContainsKey(record.Type) || (_endsSessions.Contains(record.Type) && IsByAnother(record));

    // Whoever changes their own account stays signed in.
    private static bool IsByAnother(EventRecord record) => record.ActorId != record.SubjectId;

    /// <summary>Returns the standard events that an event stands for, by name; all are about one account.</summary>
    /// <param name="record">The event, decrypted.</param>
    /// <param name="event">The event, decoded.</param>
    /// <exception cref="NotSupportedException">It stands for none: the webhook sent other events before.</exception>
    public static JsonObject Of(EventRecord record, IEvent @event)
    {
        var standards = _standards.TryGetValue(record.Type, out var of) ? of(@event).ToList() : [];
        if (@event is IEndsSessions { EndsSessions: true } && IsByAnother(record) && !standards.Contains(Sessions))
        {
            standards.Add(Sessions);
        }

        if (standards.Count == 0)
        {
            throw new NotSupportedException($"{record.Type} has no standard security event.");
        }

        var events = new JsonObject();
        foreach (var standard in standards)
        {
            var claims = standard.Claims.ToDictionary(claim => claim.Name, claim => claim.Value?.DeepClone());
            if (standard.IsCaep)
            {
                claims["event_timestamp"] = record.At.ToUnixTimeSeconds();
                claims["initiating_entity"] =
                    record.ActorId == record.SubjectId ? "user"
                    : record.ActorId == Actor.System.Id ? "system"
                    : "admin";
            }

            events[standard.Name] = new JsonObject(claims);
        }

        return events;
    }

    private static IEnumerable<Standard> Patch(IEvent @event)
    {
        // Half of the names would say that nothing else has changed.
        string?[] attributes = [.. @event.Changes.Select(change => _attributes.GetValueOrDefault(change.Field))];
        return
        [
            new(
                $"{Scim}patch:notice",
                IsCaep: false,
                attributes.Length == 0 || attributes.Contains(null)
                    ? []
                    : [("attributes", new JsonArray([.. attributes.Select(name => JsonValue.Create(name))]))]
            ),
        ];
    }

    private static IEnumerable<Standard> Stopped(IEvent @event) => [Bare("deactivate"), Account("account-disabled")];

    private static IEnumerable<Standard> Started(IEvent @event) => [Bare("activate"), Account("account-enabled")];

    private static Standard Bare(string name) => new(Scim + name, IsCaep: false, []);

    private static Standard Account(string name) => new(Risc + name, IsCaep: false, []);

    private static Standard Credential(string type, string change) =>
        new(Caep + "credential-change", IsCaep: true, [("credential_type", type), ("change_type", change)]);

    private sealed record Standard(string Name, bool IsCaep, IReadOnlyList<(string Name, JsonNode? Value)> Claims)
    {
        public bool Equals(Standard? other) => other?.Name == Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }
}
