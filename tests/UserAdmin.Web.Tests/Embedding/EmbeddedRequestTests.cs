using System.Security.Claims;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using UserAdmin.Web.Embedding;

namespace UserAdmin.Web.Tests.Embedding;

public sealed class EmbeddedRequestTests
{
    [Theory]
    [InlineData("", "/admin/users", "/admin/users", "")]
    [InlineData("", "/admin/users/roles", "/admin/users", "/roles")]
    [InlineData("/tenant", "/admin/users/roles", "/tenant/admin/users", "/roles")]
    public async Task Request_BelowThePath_HasItAsItsBaseUntilItIsAnswered(
        string hostBase,
        string path,
        string seenBase,
        string seenPath
    )
    {
        var http = RequestOf(path);
        http.Request.PathBase = hostBase;
        (string?, string?) seen = default;

        await EmbeddedRequest.PassAsync(
            http,
            "/admin/users",
            features =>
            {
                var inner = new DefaultHttpContext(features);
                seen = (inner.Request.PathBase.Value, inner.Request.Path.Value);
                // What pages about errors do.
                (inner.Request.Method, inner.Request.Path) = ("GET", "/status/404");
                return Task.CompletedTask;
            }
        );

        seen.ShouldBe((seenBase, seenPath));
        (http.Request.PathBase.Value, http.Request.Path.Value, http.Request.Method).ShouldBe((hostBase, path, "POST"));
    }

    [Fact]
    public async Task Request_OfTheHost_KeepsItsServicesAndPersonToItself()
    {
        var http = RequestOf("/admin/users");
        http.User = new ClaimsPrincipal(new ClaimsIdentity("host"));
        http.SetEndpoint(new Endpoint(null, null, "of the host"));
        IFeatureCollection? passed = null;

        await EmbeddedRequest.PassAsync(
            http,
            "/admin/users",
            features =>
            {
                passed = features;
                return Task.CompletedTask;
            }
        );

        passed!.Get<IHttpAuthenticationFeature>().ShouldBeNull();
        passed.Get<IEndpointFeature>().ShouldBeNull();
        passed.Get<IServiceProvidersFeature>().ShouldBeNull();
        passed.Get<IHttpRequestFeature>().ShouldBe(http.Features.Get<IHttpRequestFeature>());
    }

    [Fact]
    public async Task Request_WithAPersonOfTheHost_HasItAsAFeature_AndOtherwiseNone()
    {
        var http = RequestOf("/admin/users");
        // Not even what is set in the host's request itself counts.
        http.Features.Set(new HostPerson("eve", null));
        var passed = new List<HostPerson?>();
        Task Answer(IFeatureCollection features)
        {
            passed.Add(features.Get<HostPerson>());
            return Task.CompletedTask;
        }

        await EmbeddedRequest.PassAsync(http, "/admin/users", Answer);
        await EmbeddedRequest.PassAsync(http, "/admin/users", Answer, new HostPerson("ada", "stamp"));

        passed.ShouldBe([null, new HostPerson("ada", "stamp")]);
    }

    [Fact]
    public async Task Request_OfTheConsole_IsNotAnsweredWithErrorPagesOfTheHost()
    {
        var http = RequestOf("/admin/users/nowhere");
        var pages = new StatusCodePagesFeature();
        http.Features.Set<IStatusCodePagesFeature>(pages);

        await EmbeddedRequest.PassAsync(http, "/admin/users", _ => Task.CompletedTask);

        pages.Enabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Request_InOtherLetters_IsNotTheConsoles()
    {
        var http = RequestOf("/Admin/Users/roles");

        await EmbeddedRequest.PassAsync(http, "/admin/users", _ => throw new InvalidOperationException());

        http.Response.StatusCode.ShouldBe(StatusCodes.Status404NotFound);
    }

    private static DefaultHttpContext RequestOf(string path)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = ("POST", path);
        return http;
    }
}
