using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Says which commands bring an account to what a resource says; sent together, they are one change.</summary>
internal static class ScimUserCommands
{
    /// <summary>Returns the commands that create an account.</summary>
    /// <param name="userId">Key of the account.</param>
    /// <param name="fields">What it shall be.</param>
    public static List<ICommand> Create(string userId, ScimUserFields fields)
    {
        if (fields.Email is null)
        {
            throw ScimFault.Value("An account has an email address: send one in “emails”, or as the userName.");
        }

        List<ICommand> commands = [fields.Creation(userId, fields.Email)];
        if (!string.IsNullOrEmpty(fields.ClientId))
        {
            commands.Add(new SetUserExternalId(userId, fields.ClientId));
        }

        if (fields.ExpiresAt is not null)
        {
            commands.Add(new SetUserExpiry(userId, fields.ExpiresAt));
        }

        if (fields.IsActive is false)
        {
            commands.Add(new DisableUser(userId));
        }

        return commands;
    }

    /// <summary>Returns the commands that change an account; none if nothing differs.</summary>
    /// <param name="row">The account.</param>
    /// <param name="fields">What it shall be.</param>
    /// <param name="applicationId">Key of the application that asks for it.</param>
    public static List<ICommand> Change(UserRow row, ScimUserFields fields, string applicationId)
    {
        var commands = new List<ICommand>();
        if (fields.UserName != row.UserName)
        {
            commands.Add(new ChangeUserName(row.Id, fields.UserName, row.Version));
        }

        if (fields.Email is not null && fields.Email != row.Email)
        {
            commands.Add(new ChangeUserEmail(row.Id, fields.Email, row.Version));
        }

        if (fields.Differ(row))
        {
            commands.Add(fields.Update(row));
        }

        if (fields.ClientId != row.ExternalIdFor(applicationId))
        {
            commands.Add(new SetUserExternalId(row.Id, fields.ClientId));
        }

        if (fields.PhoneNumber != row.PhoneNumber)
        {
            commands.Add(new ChangeUserPhone(row.Id, fields.PhoneNumber, row.Version));
        }

        if (fields.HasOwn && fields.ExpiresAt != row.ExpiresAt)
        {
            commands.Add(new SetUserExpiry(row.Id, fields.ExpiresAt));
        }

        if (fields.IsActive is { } active && active != (row.DisabledAt is null))
        {
            if (active)
            {
                // First, because a disabled account may not be changed in every way.
                commands.Insert(0, new EnableUser(row.Id));
            }
            else
            {
                commands.Add(new DisableUser(row.Id));
            }
        }

        if (fields.Password is not null)
        {
            commands.Add(new SetTemporaryPassword(row.Id, fields.Password));
        }

        return commands;
    }
}
