using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Past;

/// <summary>
/// Applies the events of single users and roles to rows in memory: their state as the log knows it, without the read
/// model, which may lag behind.
/// </summary>
internal sealed class SubjectFold
{
    private readonly ProjectionCatalogue _projections = ProjectionCatalogue.OfStates();

    /// <summary>Returns the rows of each subject.</summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectIds">Users or roles, some thousands at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="until">Position of the last event to apply.</param>
    /// <returns>By subject; those without events are missing.</returns>
    /// <exception cref="UnreadableEventException">An event that was not set aside cannot be read.</exception>
    public async Task<Dictionary<string, FoldedRows>> OfAsync(
        WriteContext context,
        IReadOnlyList<string> subjectIds,
        CancellationToken cancellationToken,
        long until = long.MaxValue
    )
    {
        var folded = new Dictionary<string, FoldedRows>();
        await foreach (var (record, @event) in SubjectEvents.OfAsync(context, subjectIds, until, cancellationToken))
        {
            if (!folded.TryGetValue(record.SubjectId, out var rows))
            {
                folded[record.SubjectId] = rows = new FoldedRows();
            }

            _projections.Apply(@event, record, rows);
        }

        return folded;
    }

    /// <summary>
    /// Returns the rows of one account together with those of the roles that it was ever given, whose names and
    /// permissions change by events of their own.
    /// </summary>
    /// <param name="context">The log.</param>
    /// <param name="userId">Key of the account.</param>
    /// <param name="until">Position of the last event to apply.</param>
    /// <param name="at">The last moment of an event to apply. An event is applied if the log has a later one of the
    /// same subject that happened by then, so that what is applied is always the beginning of a history, even if a
    /// clock was set back.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnreadableEventException">An event that was not set aside cannot be read.</exception>
    public async Task<FoldedHistory> OfAccountAsync(
        WriteContext context,
        string userId,
        long until,
        DateTimeOffset? at,
        CancellationToken cancellationToken
    )
    {
        var own = await EventsAsync(context, [userId], until, at, cancellationToken);
        var roleIds = own.SelectMany(pair => RolesOf(pair.Event)).Distinct().ToList();
        var events =
            roleIds.Count == 0
                ? own
                :
                [
                    .. own.Concat(await EventsAsync(context, roleIds, until, at, cancellationToken))
                        .OrderBy(pair => pair.Record.Position),
                ];
        return Apply(userId, events);
    }

    /// <summary>
    /// Returns the rows of many accounts together, as they were after an event of the log.
    /// </summary>
    /// <param name="context">The log.</param>
    /// <param name="userIds">Keys of the accounts, some hundreds at most.</param>
    /// <param name="ofRoles">All events of all roles up to <paramref name="until"/>, in order.</param>
    /// <param name="until">Position of the last event to apply.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnreadableEventException">An event that was not set aside cannot be read.</exception>
    public async Task<FoldedRows> OfAccountsAsync(
        WriteContext context,
        IReadOnlyList<string> userIds,
        IReadOnlyList<(EventRecord Record, IEvent Event)> ofRoles,
        long until,
        CancellationToken cancellationToken
    )
    {
        var rows = new FoldedRows();
        var next = 0;
        await foreach (var (record, @event) in SubjectEvents.OfAsync(context, userIds, until, cancellationToken))
        {
            ApplyRoles(record.Position);
            _projections.Apply(@event, record, rows);
        }

        ApplyRoles(long.MaxValue);
        return rows;

        void ApplyRoles(long before)
        {
            for (; next < ofRoles.Count && ofRoles[next].Record.Position < before; next++)
            {
                _projections.Apply(ofRoles[next].Event, ofRoles[next].Record, rows);
            }
        }
    }

    /// <summary>Returns the rows of one role.</summary>
    /// <inheritdoc cref="OfAccountAsync"/>
    /// <param name="context">The log.</param>
    /// <param name="roleId">Key of the role.</param>
    /// <param name="until">Position of the last event to apply.</param>
    /// <param name="at">The last moment of an event to apply.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<FoldedHistory> OfRoleAsync(
        WriteContext context,
        string roleId,
        long until,
        DateTimeOffset? at,
        CancellationToken cancellationToken
    ) => Apply(roleId, await EventsAsync(context, [roleId], until, at, cancellationToken));

    private FoldedHistory Apply(string subjectId, List<(EventRecord Record, IEvent Event)> events)
    {
        var rows = new FoldedRows();
        EventRecord? last = null;
        var hasBegun = false;
        foreach (var (record, @event) in events)
        {
            _projections.Apply(@event, record, rows);
            last = record.SubjectId == subjectId ? record : last;
            hasBegun |= record.SubjectId == subjectId && @event is IBeginsSubject or UserObserved or RoleObserved;
        }

        return new(rows, last?.Position ?? 0, last?.At, hasBegun);
    }

    private static async Task<List<(EventRecord Record, IEvent Event)>> EventsAsync(
        WriteContext context,
        List<string> subjectIds,
        long until,
        DateTimeOffset? at,
        CancellationToken cancellationToken
    )
    {
        if (at is { } moment)
        {
            until = Math.Min(until, await SubjectEvents.LastAtAsync(context, subjectIds, moment, cancellationToken));
        }

        return until == 0
            ? []
            : await SubjectEvents.OfAsync(context, subjectIds, until, cancellationToken).ToListAsync(cancellationToken);
    }

    private static IEnumerable<string> RolesOf(IEvent @event) =>
        @event switch
        {
            UserRoleAssigned assigned => [assigned.RoleId],
            UserObserved observed => observed.Account.Roles.Select(role => role.RoleId),
            UserObservedChanged changed => changed.RolesAdded.Select(role => role.RoleId),
            _ => [],
        };

    /// <summary>Applies one event to the rows of its subject.</summary>
    public void Apply(IEvent @event, EventRecord record, FoldedRows rows) => _projections.Apply(@event, record, rows);

    /// <summary>Returns the account as the log knows it, or null if it has none, or none any more.</summary>
    public static (UserRow Row, ObservedAccount Account)? AccountOf(FoldedRows rows) =>
        rows.All<UserRow>().FirstOrDefault() is not { } row
            ? null
            : (
                row,
                new ObservedAccount
                {
                    UserName = row.UserName.Length == 0 ? null : row.UserName,
                    Email = row.Email.Length == 0 ? null : row.Email,
                    EmailConfirmed = row.EmailConfirmed,
                    PhoneNumber = row.PhoneNumber,
                    Attributes =
                    [
                        .. RowAttributes.Of(row.Attributes).Select(one => new AttributeValue(one.Key, one.Value)),
                    ],
                    PhoneNumberConfirmed = row.PhoneNumberConfirmed,
                    HasPassword = row.HasPassword,
                    TwoFactorEnabled = row.TwoFactorEnabled,
                    RecoveryCodesLeft = row.RecoveryCodesLeft,
                    LockedUntil = (row.DisabledAt ?? row.DeletedAt ?? row.InvitedAt) is null
                        ? row.LockedUntil
                        : DateTimeOffset.MaxValue,
                    Roles = [.. rows.All<UserRoleRow>().Select(role => new ObservedRole(role.RoleId, role.RoleName))],
                    Claims =
                    [
                        .. rows.All<UserClaimRow>().Select(claim => new ObservedClaim(claim.ClaimType, claim.Value)),
                    ],
                    Logins =
                    [
                        .. rows.All<ExternalLoginRow>()
                            .Select(login => new ObservedLogin(login.Provider, login.ProviderKey, login.ProviderName)),
                    ],
                    Passkeys =
                    [
                        .. rows.All<PasskeyRow>()
                            .Select(passkey => new ObservedPasskey(passkey.PasskeyId, passkey.Name)
                            {
                                Key = passkey.Key,
                            }),
                    ],
                }
            );
}

/// <summary>The rows of a subject after the last event that was applied.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Position">Position of the subject's last event; 0 if none was applied.</param>
/// <param name="At">When it happened.</param>
/// <param name="HasBegun">Whether the subject has ever existed by then.</param>
internal sealed record FoldedHistory(FoldedRows Rows, long Position, DateTimeOffset? At, bool HasBegun);
