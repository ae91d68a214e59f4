using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UserAdmin.Web.Account.Passkeys;

namespace UserAdmin.Web.Tests.Account.Passkeys;

public sealed class PasskeyNamesTests
{
    private const string Chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    [Theory]
    [InlineData(Chrome, "\"Google Chrome\";v=\"140\", \"Chromium\";v=\"140\"", "Chrome on Linux")]
    [InlineData(Chrome, "\"Chromium\";v=\"140\"", "Chromium on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            + "Safari/537.36 Edg/140.0.0.0",
        "",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.0 Mobile/15E148 Safari/604.1",
        "",
        "Safari on iPhone"
    )]
    [InlineData("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "", "Firefox on Android")]
    [InlineData("", "", "Passkey")]
    public void Name_OfAnUnknownAuthenticator_IsTheBrowser(string agent, string brands, string name) =>
        PasskeyNames.For(Credential(Guid.Empty), Headers(agent, brands)).ShouldBe(name);

    [Fact]
    public void Name_OfAKnownPasswordManager_IsItsOwn() =>
        PasskeyNames
            .For(Credential(new Guid("bada5566-a7aa-401f-bd96-45619a55120d")), Headers(Chrome, ""))
            .ShouldBe("1Password");

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"response":"x"}""")]
    [InlineData("""{"response":{"authenticatorData":7}}""")]
    [InlineData("""{"response":{"authenticatorData":"%%%"}}""")]
    [InlineData("""{"response":{"authenticatorData":"AAAA"}}""")]
    public void Name_OfWhatMakesNoSense_IsTheBrowser(string credential) =>
        PasskeyNames
            .For(JsonSerializer.Deserialize<JsonElement>(credential), Headers(Chrome, ""))
            .ShouldBe("Chrome on Linux");

    private static JsonElement Credential(Guid aaguid) =>
        JsonSerializer.SerializeToElement(
            new
            {
                response = new
                {
                    authenticatorData = Base64Url.EncodeToString([
                        .. new byte[37],
                        .. aaguid.ToByteArray(bigEndian: true),
                        .. new byte[20],
                    ]),
                },
            }
        );

    private static HeaderDictionary Headers(string agent, string brands) =>
        new() { ["User-Agent"] = agent, ["Sec-CH-UA"] = brands };
}
