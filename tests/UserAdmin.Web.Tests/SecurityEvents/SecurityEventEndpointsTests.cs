using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserAdmin.Web.SecurityEvents;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Web.Tests.SecurityEvents;

/// <summary>Where receivers look for what tells about the sender (OpenID Shared Signals Framework 1.0, 7.2).</summary>
public sealed class SecurityEventEndpointsTests
{
    [Theory]
    [InlineData("https://console.example.com/hr", ".well-known/ssf-configuration/hr", true)]
    [InlineData("https://console.example.com/hr/users", ".well-known/ssf-configuration/hr/users", true)]
    [InlineData("https://console.example.com/hr", ".well-known/ssf-configuration", true)]
    [InlineData("https://console.example.com/hr", ".well-known/ssf-configuration/other", false)]
    [InlineData("https://console.example.com", ".well-known/ssf-configuration/hr", false)]
    public async Task Configuration_OfAnIssuerWithAPath_StandsBehindTheWellKnownPart(
        string issuer,
        string path,
        bool isThere
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ISecurityEventKeys>(new Keys(issuer));
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        app.MapSecurityEvents();
        await app.StartAsync(Xunit.TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/") };

        using var answer = await client.GetAsync(
            new Uri(path, UriKind.Relative),
            Xunit.TestContext.Current.CancellationToken
        );

        answer.StatusCode.ShouldBe(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        if (isThere)
        {
            var json = JsonNode.Parse(
                await answer.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken)
            )!;
            json["issuer"]!.GetValue<string>().ShouldBe(issuer);
            json["jwks_uri"]!.GetValue<string>().ShouldBe($"{issuer}/.well-known/jwks.json");
        }
    }

    private sealed class Keys(string issuer) : ISecurityEventKeys
    {
        public string Issuer => issuer;

        public Task<string> PublishedAsync(CancellationToken cancellationToken) => Task.FromResult("""{"keys":[]}""");
    }
}
