using System.Globalization;
using UserAdmin.Applications.Queries;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Tells a program what its key opens. Every key may ask.</summary>
internal sealed class ApiMe : ApiEndpoint
{
    /// <summary>Creates the endpoint.</summary>
    public ApiMe()
        // The key is the one of the request.
        : base("GET", "me", typeof(GetCallingApplication), _ => null) { }

    /// <inheritdoc/>
    public override Type Response => typeof(ApiValue<CallingApplication>);

    /// <inheritdoc/>
    public override async Task AnswerAsync(HttpContext http)
    {
        if (ApiHeaders.AtLeastOf(http) is not { } atLeast)
        {
            await ApiHeaders.BadPosition.WriteAsync(http);
            return;
        }

        var caller = ApiCaller.Of(http);
        var answer = await caller.AskAsync(new GetCallingApplication(caller.Application.KeyId), atLeast);
        if (answer.Value is not { } self)
        {
            await ApiProblem.Of([answer.Refusal!]).WriteAsync(http);
            return;
        }

        http.Response.Headers[ApiHeaders.Position] = answer.Position.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        await ApiAnswers.WriteAsync(http, Status, new ApiValue<CallingApplication>(self));
    }
}
