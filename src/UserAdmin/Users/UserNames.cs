using UserAdmin.Text;

namespace UserAdmin.Users;

/// <summary>Proposes names to sign in with.</summary>
public static class UserNames
{
    /// <summary>
    /// Returns a user name made from an email address: the part before the @, with the letters that stock Identity
    /// allows; empty if there are none.
    /// </summary>
    /// <param name="address">The address; may be incomplete.</param>
    public static string From(string address) =>
        string.Concat(
            UserText
                .Fold(UserText.IsSafe(address) ? address.Split('@')[0] : "")
                .Where(letter => UserRules.UserNameCharacters.Contains(letter, StringComparison.Ordinal))
        );
}
