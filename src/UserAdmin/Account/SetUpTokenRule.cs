using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Account;

/// <summary>The rule for the token of the link that the program prints while there is no administrator.</summary>
internal static class SetUpTokenRule
{
    /// <summary>Refuses every other token.</summary>
    public static void MustBeTheSetUpToken<T>(this IRuleBuilder<T, string> rule, IFirstAdministratorSetup setup) =>
        rule.Must(token =>
                CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(token ?? ""),
                    Encoding.UTF8.GetBytes(setup.Token)
                )
            )
            .Coded(
                "set-up.token-wrong",
                "This set-up link is not the one the program printed at its last start. Copy it again from "
                    + "the program’s output."
            );
}
