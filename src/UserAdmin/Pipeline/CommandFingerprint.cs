using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>
/// Computes a hash that tells whether a repeated command id comes with the command it was first used for.
/// </summary>
internal static class CommandFingerprint
{
    private static readonly JsonSerializerOptions _withoutSecrets = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                // Leave secrets out: a fast hash of a password would help anyone who copies the database to guess it.
                static type =>
                {
                    foreach (
                        var property in type
                            .Properties.Where(property =>
                                property.AttributeProvider?.IsDefined(typeof(SecretAttribute), false) == true
                            )
                            .ToList()
                    )
                    {
                        type.Properties.Remove(property);
                    }
                },
            },
        },
    };

    /// <summary>
    /// Returns 128 bits of SHA-256 over the command's type and its content as JSON without secrets, as hex.
    /// </summary>
    public static string Of(ICommand command)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in command is CommandSet set ? set.Commands : [command])
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(part.GetType().Name));
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(part, part.GetType(), _withoutSecrets));
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
