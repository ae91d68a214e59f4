using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class RequestSizesTests
{
    [Theory]
    [InlineData(RequestSizes.Form, StatusCodes.Status200OK)]
    [InlineData(RequestSizes.Form + 1, StatusCodes.Status413PayloadTooLarge)]
    public async Task BoundAsync_ForAForm_RefusesWhatIsLonger(long length, int status) =>
        (await SentAsync("/account/sign-in", length)).Response.StatusCode.ShouldBe(status);

    [Fact]
    public async Task BoundAsync_ForABodyThatDoesNotSayItsLength_BoundsTheReading() =>
        (await SentAsync("/account/sign-in", null))
            .Features.Get<IHttpMaxRequestBodySizeFeature>()!
            .MaxRequestBodySize.ShouldBe(RequestSizes.Form);

    [Fact]
    public async Task BoundAsync_ForACircuit_LeavesItsLimit()
    {
        var http = await SentAsync("/_blazor", RequestSizes.Form + 1);

        http.Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize.ShouldBe(RequestSizes.Any);
    }

    [Fact]
    public async Task BoundAsync_ForAnEndpointWithALimitOfItsOwn_LeavesIt() =>
        (
            await SentAsync("/upload", RequestSizes.Form + 1, new RequestSizeLimitAttribute(1_000_000))
        ).Response.StatusCode.ShouldBe(StatusCodes.Status200OK);

    [Fact]
    public async Task BoundAsync_ForThePageAboutAFaultDuringAnUpload_DoesNotSayThatTheUploadIsTooLong()
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature { Error = new TimeoutException() });

        (await SentAsync("/error", RequestSizes.Form + 1, http)).Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
    }

    private static Task<HttpContext> SentAsync(string path, long? length, params object[] metadata) =>
        SentAsync(path, length, new DefaultHttpContext(), metadata);

    private static async Task<HttpContext> SentAsync(
        string path,
        long? length,
        DefaultHttpContext http,
        params object[] metadata
    )
    {
        (http.Request.Method, http.Request.Path, http.Request.ContentLength) = ("POST", path, length);
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(new Limit());
        http.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(metadata), null));
        await RequestSizes.BoundAsync(http, _ => Task.CompletedTask);
        return http;
    }

    private sealed class Limit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; } = RequestSizes.Any;
    }
}
