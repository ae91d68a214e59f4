using UserAdmin.Text;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// The accounts of the application that the console lives in: held to its rules besides ours. Without one, only our
/// rules apply, and user names consist of the characters that stock Identity allows.
/// </summary>
public interface IHostUsers
{
    /// <summary>Returns what the application's rules find wrong with an account.</summary>
    /// <param name="account">The account as it would be.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<HostProblem>> ProblemsAsync(HostAccount account, CancellationToken cancellationToken);
}

/// <summary>An account as it would be after a change.</summary>
/// <param name="UserId">Its key; null for an account that would be created.</param>
public sealed record HostAccount(string? UserId)
{
    /// <summary>The new user name; null if it stays.</summary>
    public string? UserName { get; init; }

    /// <summary>The new address; null if it stays.</summary>
    public string? Email { get; init; }

    /// <summary>The new phone number, empty for none; null if it stays.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Values of columns that the application added.</summary>
    public IReadOnlyList<AttributeValue> Attributes { get; init; } = [];

    /// <summary>Returns the account that a valid command would create.</summary>
    internal static HostAccount Of(CreateUser command) =>
        new(UserId: null)
        {
            UserName = UserText.CleanKey(command.UserName),
            Email = EmailAddress.Clean(command.Email),
            PhoneNumber = UserText.CleanNumber(command.PhoneNumber),
            Attributes = command.Attributes ?? [],
        };
}

/// <summary>What the rules of an application find wrong with an account.</summary>
/// <param name="Code">The code of the error, as Identity or the application calls it.</param>
/// <param name="Description">The application's words.</param>
public sealed record HostProblem(string Code, string Description);
