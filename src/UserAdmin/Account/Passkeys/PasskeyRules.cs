using FluentValidation;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>What may stand in a command about a passkey.</summary>
internal static class PasskeyRules
{
    // 1,023 bytes (WebAuthn level 3, section 4) as base64url.
    private const int LongestId = 1364;

    public static void MustBePasskeyId<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Must(text => text is { Length: > 0 and <= LongestId } && System.Buffers.Text.Base64Url.IsValid(text))
        .Coded("passkeys.id-invalid", "Say which passkey: its id is missing or is none.");

    public static void MustBePasskeyName<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .Must(UserText.IsSafe).Coded("text.unsafe", "Remove control characters and text-direction overrides from the name.")
        .Must(text => UserText.Clean(text) is { } clean && UserText.IsVisible(clean)).Coded("text.required", "Enter a name for the passkey, such as the device it is on.")
        .Must(text => UserText.Clean(text)!.Length <= 100).Coded("text.too-long", "Use at most 100 characters for the name.");
}
