using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>Projects the row of each user.</summary>
internal sealed class UserProjection
    : IProject<UserCreated>,
        IProject<UserEmailChanged>,
        IProject<UserNameChanged>,
        IProject<UserPhoneChanged>,
        IProject<UserProfileChanged>,
        IProject<UserSignedIn>,
        IProject<UserRoleAssigned>,
        IProject<UserRoleRemoved>
{
    public void Apply(UserCreated @event, EventRecord record, IReadModelRows rows)
    {
        var row = new UserRow
        {
            Id = @event.UserId,
            DisplayName = @event.DisplayName,
            UserName = @event.UserName,
            Email = @event.Email,
            PhoneNumber = @event.PhoneNumber,
            HasPassword = @event.HasPassword,
            PhoneNumberConfirmed = @event.IsPhoneConfirmed is true,
            CreatedAt = @event.CreatedAt ?? record.At,
            LastSignInAt = @event.LastSignInAt,
            Attributes = RowAttributes.Stored(
                (@event.Attributes ?? []).Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))
            ),
        };
        foreach (var field in UserFields.Details)
        {
            field.Editing!.InRow.Set(row, field.Editing.InDetails!.Get(@event));
        }

        Edited(row, record);
        rows.Add(row);
    }

    public void Apply(UserEmailChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<UserRow>(@event.UserId);
        // The invitation went to the old address and no longer works. If a new one is sent, its event follows.
        (row.Email, row.EmailConfirmed, row.InvitationExpiresAt) = (@event.To, false, null);
        Edited(row, record);
    }

    public void Apply(UserNameChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<UserRow>(@event.UserId);
        row.UserName = @event.To;
        Edited(row, record);
    }

    public void Apply(UserPhoneChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<UserRow>(@event.UserId);
        (row.PhoneNumber, row.PhoneNumberConfirmed) = (@event.To, false);
        Edited(row, record);
    }

    public void Apply(UserProfileChanged @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<UserRow>(@event.UserId);
        RowAttributes.Set(row, @event.Changes);
        foreach (var (field, _, to) in @event.Changes.Where(change => !RowAttributes.IsOne(change.Field)))
        {
            var editing = UserFields.Find(field)?.Editing;
            if (editing?.InProfile is null)
            {
                throw new NotSupportedException(
                    $"Event {record.Position} changes the profile field {field}, which the read model does not have."
                );
            }

            editing.InRow.Set(row, editing.IsRequired ? to ?? "" : to);
        }

        Edited(row, record);
    }

    public void Apply(UserSignedIn @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<UserRow>(@event.UserId);
        (row.LastSignInAt, row.SignInDays) = (record.At, SignInDays.Add(row.SignInDays, record.At));
    }

    public void Apply(UserRoleAssigned @event, EventRecord record, IReadModelRows rows)
    {
        // If a stock application removed the membership earlier, its row still exists.
        if (rows.Find<UserRoleRow>(@event.UserId, @event.RoleId) is { } left)
        {
            (left.RoleName, left.GrantedAt) = (@event.RoleName, record.At);
            (left.GrantedBy, left.GrantedById) = (record.ActorName, record.ActorId);
        }
        else
        {
            rows.Add(
                new UserRoleRow
                {
                    UserId = @event.UserId,
                    RoleId = @event.RoleId,
                    RoleName = @event.RoleName,
                    GrantedBy = record.ActorName,
                    GrantedById = record.ActorId,
                    GrantedAt = record.At,
                }
            );
            rows.Get<RoleRow>(@event.RoleId).CountMember(1, record);
        }

        SetRoles(@event.UserId, record, rows);
    }

    public void Apply(UserRoleRemoved @event, EventRecord record, IReadModelRows rows)
    {
        // A membership that a stock application added never had a row here.
        if (rows.Find<UserRoleRow>(@event.UserId, @event.RoleId) is { } member)
        {
            rows.Remove(member);
            rows.Get<RoleRow>(@event.RoleId).CountMember(-1, record);
        }

        SetRoles(@event.UserId, record, rows);
    }

    private static void SetRoles(string userId, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<UserRow>(userId);
        row.Roles = string.Join(
            ", ",
            rows.Where<UserRoleRow>(nameof(UserRoleRow.UserId), userId)
                .Select(role => role.RoleName)
                .Order(StringComparer.Ordinal)
        );
        Edited(row, record);
    }

    /// <summary>Records when and by which event data that administrators edit was last changed.</summary>
    internal static void Edited(UserRow row, EventRecord record) =>
        (row.ChangedAt, row.Version) = (record.At, record.Position);
}
