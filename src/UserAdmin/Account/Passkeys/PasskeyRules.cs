using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Account.Passkeys;

/// <summary>The validation rules for commands about passkeys.</summary>
internal static class PasskeyRules
{
    // 1,023 bytes (WebAuthn level 3, section 4) as base64url.
    private const int LongestId = 1364;

    public static void MustBePasskeyId<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(text => text is { Length: > 0 and <= LongestId } && System.Buffers.Text.Base64Url.IsValid(text))
            .Coded("passkeys.id-invalid", "Say which passkey: its id is missing or invalid.");
}
