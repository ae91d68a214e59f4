using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using UserAdmin.EventLog;
using UserAdmin.Mail;

namespace UserAdmin.Webhooks.SecurityEvents;

/// <summary>Writes security event tokens (RFC 8417), signed with ES256.</summary>
internal sealed class SecurityEventTokens(PublicUrl issuer)
{
    /// <summary>The media type of RFC 8417, section 7.1.</summary>
    public const string ContentType = "application/secevent+jwt";

    // RFC 8417, section 2.3: so that no other kind of token is taken for one.
    private const string TokenType = "secevent+jwt";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Returns the claims of a token for an event.</summary>
    /// <param name="id">Id of the delivery, the <c>jti</c>: a receiver that gets it again knows it.</param>
    /// <param name="audience">Where it is sent to.</param>
    /// <param name="record">The event, decrypted.</param>
    /// <param name="event">The event, decoded.</param>
    public JsonObject Claims(string id, string audience, EventRecord record, IEvent @event)
    {
        var claims = Frame(id, audience, record.At, SecurityEventTypes.Of(record, @event));
        // RFC 9967, section 2: the path below the base address of SCIM.
        claims["sub_id"] = new JsonObject { ["format"] = "scim", ["uri"] = $"/Users/{record.SubjectId}" };
        claims["txn"] = record.CommandId;
        claims["toe"] = record.At.ToUnixTimeSeconds();
        return claims;
    }

    /// <summary>Returns the claims of a token with which a receiver is tried.</summary>
    /// <param name="id">Id of the delivery.</param>
    /// <param name="webhookId">Id of the webhook, the stream of the framework.</param>
    /// <param name="audience">Where it is sent to.</param>
    /// <param name="at">When somebody asked for it.</param>
    public JsonObject Trial(string id, string webhookId, string audience, DateTimeOffset at)
    {
        var claims = Frame(id, audience, at, new JsonObject { [SecurityEventTypes.Verification] = new JsonObject() });
        claims["sub_id"] = new JsonObject { ["format"] = "opaque", ["id"] = webhookId };
        return claims;
    }

    /// <summary>Signs claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="key">The key.</param>
    public byte[] Sign(JsonObject claims, SecurityKey key) =>
        Encoding.ASCII.GetBytes(
            _handler.CreateToken(
                claims.ToJsonString(),
                new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
                new Dictionary<string, object> { [JwtHeaderParameterNames.Typ] = TokenType }
            )
        );

    // The time is that of the event, so that a repetition under the same id is the same token.
    private JsonObject Frame(string id, string audience, DateTimeOffset at, JsonObject events) =>
        new()
        {
            ["iss"] = issuer.Current,
            ["aud"] = audience,
            ["jti"] = id,
            ["iat"] = at.ToUnixTimeSeconds(),
            ["events"] = events,
        };
}
