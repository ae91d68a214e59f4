using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Exports;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Exports;

public sealed class ExportEndpointTests
{
    private const string Id = "0199b2c4-0000-7000-8000-000000000001";

    private readonly FakeBus _bus = new();
    private readonly ExportRuns _runs = new(TimeProvider.System);
    private readonly List<ExportProgress> _told = [];

    public ExportEndpointTests()
    {
        _runs.Watch(Id, _told.Add);
        _bus.Answer<TakeUserKeys, UserKeys>(_ => new UserKeys([1, 2, 3]));
        _bus.Answer<ListUsersByKey, IReadOnlyList<UserRow>>(_ => []);
    }

    [Fact]
    public async Task Post_OfAnExport_SendsTheFileBetweenTwoEvents()
    {
        var http = await PostAsync();

        http.Response.StatusCode.ShouldBe(StatusCodes.Status200OK);
        _bus.Sent.Select(sent => sent.Command.GetType()).ShouldBe([typeof(StartExport), typeof(EndExport)]);
        _told[^1].State.ShouldBe(ExportState.Done);
    }

    [Fact]
    public async Task Post_OfTheSameFormAgain_IsRefused()
    {
        // The read model already includes what was accepted before.
        _bus.OnSend = _ => Task.FromResult(CommandResult.Accepted(50));

        var http = await PostAsync();

        http.Response.StatusCode.ShouldBe(StatusCodes.Status409Conflict);
        http.Response.Body.Length.ShouldBe(0);
        _told.ShouldHaveSingleItem().Error.ShouldBe(ExportErrors.AlreadyBegun.Message);
    }

    [Fact]
    public async Task Post_WhenTheDiskIsFull_AnswersThatTheDiskIsFull()
    {
        _bus.OnSend = command =>
            command is StartExport
                ? throw new IOException("No space left on device", 28)
                : Task.FromResult(CommandResult.Accepted(100));

        var http = await PostAsync();

        http.Response.StatusCode.ShouldBe(StatusCodes.Status507InsufficientStorage);
        (_told[^1].State, _told[^1].Error).ShouldBe((ExportState.Failed, ExportErrors.DiskFull.Message));
    }

    [Theory]
    [InlineData(typeof(TakeUserKeys))]
    [InlineData(typeof(StartExport))]
    [InlineData(typeof(EndExport))]
    public async Task Post_WhenOneOfItsMessagesFails_EndsTheRun(Type failing)
    {
        _bus.OnAsk = query => Throw(query);
        _bus.OnSend = command =>
        {
            Throw(command);
            return Task.FromResult(CommandResult.Accepted(100));
        };

        await Should.ThrowAsync<IOException>(PostAsync);

        (_told[^1].State, _told[^1].Error).ShouldBe((ExportState.Failed, ExportErrors.BrokenOff.Message));
        _runs.Cancel(Id, Actor.Anonymous.Id);
        _runs.Begin(Id, "grace", CancellationToken.None).ShouldNotBeNull().Dispose();

        void Throw(object message)
        {
            if (message.GetType() == failing)
            {
                throw new IOException("The disk is full.");
            }
        }
    }

    [Fact]
    public async Task Post_CancelledBeforeItsFirstRow_EndsAsCancelled()
    {
        _bus.OnAsk = _ =>
        {
            _runs.Cancel(Id, Actor.Anonymous.Id);
            throw new OperationCanceledException();
        };

        await PostAsync();

        _told[^1].State.ShouldBe(ExportState.Cancelled);
    }

    [Fact]
    public void ExportRun_CancelledAfterItsEnd_StaysAsItIs()
    {
        var run = _runs.Begin(Id, "grace", CancellationToken.None).ShouldNotBeNull();
        run.Dispose();

        run.Cancel();

        run.Cancellation.IsCancellationRequested.ShouldBeFalse();
    }

    private async Task<HttpContext> PostAsync()
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.Form = new FormCollection(
            new Dictionary<string, StringValues>
            {
                ["format"] = "Csv",
                ["columns"] = "name",
                ["exportId"] = Id,
            }
        );
        http.Response.Body = new MemoryStream();
        using var stopping = new Stopping(
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            TimeProvider.System
        );
        await using var program = new ServiceCollection()
            .AddUserAdmin(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        await new ExportEndpoint(
            _bus,
            new ExportWriter(_bus, UserAdmin.Users.Fields.UserFieldSet.Stock, TimeProvider.System),
            _runs,
            stopping,
            new AnyForm(),
            program.GetRequiredService<IDatabaseFaults>(),
            TimeProvider.System,
            NullLogger<ExportEndpoint>.Instance
        ).SendAsync(http);
        return http;
    }

    private sealed class AnyForm : IAntiforgery
    {
        public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) => throw new NotSupportedException();

        public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => throw new NotSupportedException();

        public Task<bool> IsRequestValidAsync(HttpContext httpContext) => Task.FromResult(true);

        public void SetCookieTokenAndHeader(HttpContext httpContext) => throw new NotSupportedException();

        public Task ValidateRequestAsync(HttpContext httpContext) => Task.CompletedTask;
    }
}
