using System.Text.Json;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// A password of Keycloak: <c>credentialData</c> says how it was hashed, <c>secretData</c> holds hash and salt; both
/// are JSON.
/// </summary>
internal static class KeycloakCredential
{
    private const string Name = "Keycloak";

    /// <summary>Reads the two parts. What is understood becomes a hash of PBKDF2 or Argon2.</summary>
    public static HashOutcome Read(string secretData, string? credentialData)
    {
        if (secretData is not ['{', '"', ..] and not ['{', ' ', ..])
        {
            return default;
        }

        if (string.IsNullOrWhiteSpace(credentialData))
        {
            return HashOutcome.Refused(
                Name,
                "This is Keycloak’s secretData, which says only together with credentialData how the password was "
                    + "hashed. Say which column holds credentialData."
            );
        }

        try
        {
            using var secret = JsonDocument.Parse(secretData);
            using var credential = JsonDocument.Parse(credentialData);
            return Read(secret.RootElement, credential.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return HashOutcome.Damaged(Name);
        }
    }

    private static HashOutcome Read(JsonElement secret, JsonElement credential)
    {
        var (value, salt, algorithm) = (Text(secret, "value"), Text(secret, "salt"), Text(credential, "algorithm"));
        if (algorithm is null && Text(credential, "subType") is not null)
        {
            return HashOutcome.Refused(Name, "This is the second factor of the person, not the password.");
        }

        var (hash, salted, rounds) = (Bytes.Base64(value), Bytes.Base64(salt), Number(credential, "hashIterations"));
        return hash is null || salted is null || rounds is null
            ? HashOutcome.Damaged(Name)
            : algorithm switch
            {
                "pbkdf2" => Pbkdf2Hash.Of("Keycloak (PBKDF2)", "sha1", rounds, salted, hash),
                "pbkdf2-sha256" => Pbkdf2Hash.Of("Keycloak (PBKDF2)", "sha256", rounds, salted, hash),
                "pbkdf2-sha512" => Pbkdf2Hash.Of("Keycloak (PBKDF2)", "sha512", rounds, salted, hash),
                "argon2" => Argon2(credential, rounds.Value, salted, hash),
                _ => HashOutcome.Refused(
                    Name,
                    "Keycloak’s credentialData names an algorithm that is not one of its own: only pbkdf2, "
                        + "pbkdf2-sha256, pbkdf2-sha512 and argon2 are understood."
                ),
            };
    }

    private static HashOutcome Argon2(JsonElement credential, int passes, byte[] salt, byte[] hash)
    {
        if (!credential.TryGetProperty("additionalParameters", out var more))
        {
            return HashOutcome.Damaged(Name);
        }

        return
            Number(more, "memory") is { } memory
            && Number(more, "parallelism") is { } lanes
            && Text(more, "type") is { } type
            ? Argon2Hash.Of(type, Text(more, "version") == "1.0" ? 16 : 19, memory, passes, lanes, salt, hash)
            : HashOutcome.Damaged(Name);
    }

    // The additional parameters are lists with one text each.
    private static string? Text(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 ? value[0].GetString()
        : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt32(out var number) && number >= 0
                ? number
                : null
            : Text(element, name) is { } text
                ? Bytes.Number(text)
                : null;
}
