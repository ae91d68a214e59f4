using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>Refusals that concern users.</summary>
public static class UserErrors
{
    /// <summary>No account has this id.</summary>
    public static Error NotFound { get; } = new("users.not-found", "There is no such user. It may have been removed.");

    /// <summary>Another account has the email, in whatever case.</summary>
    public static Error EmailTaken { get; } =
        new("users.email-taken", "Another user already has this email. Choose another one, or change that user first.", nameof(CreateUser.Email));

    /// <summary>Another account has the user name, in whatever case.</summary>
    public static Error UserNameTaken { get; } =
        new("users.user-name-taken", "Another user already has this user name. Choose another one.", nameof(CreateUser.UserName));

    /// <summary>The key of the new account is taken.</summary>
    public static Error IdTaken { get; } =
        new("users.id-taken", "A user with this id already exists. Send the command again with a new id.", nameof(CreateUser.UserId));

    /// <summary>Somebody has to be left who can administer.</summary>
    public static Error LastAdministrator { get; } =
        new("users.last-administrator", "The last administrator cannot be disabled or lose the role. Make somebody else an administrator first.");

    /// <summary>Nobody shuts themselves out.</summary>
    public static Error Oneself { get; } = new("users.oneself", "You cannot disable your own account. Ask another administrator.");

    /// <summary>The account holds permissions the actor lacks.</summary>
    public static Error HoldsMore { get; } =
        new("users.holds-more", "This user holds permissions that you do not have, so you cannot change the account. Ask an administrator.");
}
