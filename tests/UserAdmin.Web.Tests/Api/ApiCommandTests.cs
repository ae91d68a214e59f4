using System.Text;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Api;

/// <summary>Commands over HTTP, sent to the real program.</summary>
public sealed class ApiCommandTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task CreateUser_IsAnsweredWithWhereItIsAndTheQueriesSeeIt()
    {
        using var client = await host.ApplicationAsync();

        var made = await client.CallAsync(
            "POST",
            "users",
            new
            {
                userName = "grace",
                email = "grace@example.com",
                displayName = "Grace",
            },
            ("Prefer", "respond-async, wait=10"),
            ("UserAdmin-Reason", "UTF-8''Gr%C3%BCnde")
        );

        made.ShouldBe(201);
        var id = made.Json["id"]!.GetValue<string>();
        made.Response.Headers.Location!.OriginalString.ShouldBe($"/api/v1/users/{id}");
        made.Header("UserAdmin-Position").ShouldBe(made.Json["position"]!.ToString());
        made.Header("Preference-Applied").ShouldBe("wait=10");
        made.Header("UserAdmin-Stale").ShouldBeNull();
        made.Json["changed"]!.GetValue<bool>().ShouldBeTrue();
        var user = await client.CallAsync("GET", $"users/{id}");
        user.ShouldBe(200).Json["value"]!["email"]!.GetValue<string>().ShouldBe("grace@example.com");
        var history = await client.CallAsync("GET", $"users/{id}/history");
        history.Json["items"]![0]!["reason"]!.GetValue<string>().ShouldBe("Gründe");
    }

    [Fact]
    public async Task RepeatedKey_OfATextOrAUuid_HasTheSameAnswer_AndWithOtherContentIsRefused()
    {
        using var client = await host.ApplicationAsync();
        foreach (var key in (string[])["order 17 of the HR system", Guid.NewGuid().ToString()])
        {
            var name = $"u{Guid.NewGuid():N}";
            var body = new
            {
                userName = name,
                email = $"{name}@example.com",
                displayName = "Once",
            };

            var first = await client.CallAsync("POST", "users", body, ("Idempotency-Key", key));
            var second = await client.CallAsync("POST", "users", body, ("Idempotency-Key", key));
            var other = await client.CallAsync(
                "POST",
                "users",
                new
                {
                    userName = name,
                    email = $"{name}@example.org",
                    displayName = "Once",
                },
                ("Idempotency-Key", key)
            );

            first.ShouldBe(201);
            second.ShouldBe(201);
            second.Text.ShouldBe(first.Text);
            other.ShouldBe(422, "command-id-reused");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x", 256)]
    public async Task Key_ThatIsEmptyOrTooLong_IsRefused(string text, int times = 1)
    {
        using var client = await host.ApplicationAsync();

        var reply = await client.CallAsync(
            "POST",
            "users",
            new { },
            ("Idempotency-Key", string.Concat(Enumerable.Repeat(text, times)))
        );

        reply.ShouldBe(400, "api.idempotency-key");
    }

    [Fact]
    public async Task EditsOfTwoClients_AreMerged_AndTheSameFieldIsRefusedWithWhoseValue()
    {
        using var one = await host.ApplicationAsync();
        using var two = await host.ApplicationAsync();
        var id = await one.CreateUserAsync("merged");
        var tag = (await one.CallAsync("GET", $"users/{id}")).Header("ETag")!;
        tag.ShouldNotBeNull();

        var email = await two.CallAsync(
            "PUT",
            $"users/{id}/email",
            new { email = "new@example.com" },
            ("If-Match", tag)
        );
        var profile = await one.CallAsync(
            "PUT",
            $"users/{id}/profile",
            new { displayName = "Merged", department = "Sales" },
            ("If-Match", tag)
        );
        var late = await one.CallAsync(
            "PUT",
            $"users/{id}/email",
            new { email = "other@example.com" },
            ("If-Match", tag)
        );

        email.ShouldBe(200);
        profile.ShouldBe(200);
        var error = late.ShouldBe(412, "edit.stale").Json["errors"]![0]!;
        error["field"]!.GetValue<string>().ShouldBe("email");
        error["current"]!.GetValue<string>().ShouldBe("new@example.com");
        error["message"]!.GetValue<string>().ShouldContain("after the version that this change is based on");
        error["message"]!.GetValue<string>().ShouldNotContain("form");
        error["changedBy"]!.GetValue<string>().ShouldNotBeEmpty();
        error["changedAt"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddHours(-1));
        var version = error["version"]!.GetValue<long>();
        var again = await one.CallAsync(
            "PUT",
            $"users/{id}/email",
            new { email = "other@example.com" },
            ("If-Match", $"\"{version}\"")
        );
        again.ShouldBe(200);
        var user = await host.AskAsync(new GetUser(id), again.Json["position"]!.GetValue<long>());
        (user.Email, user.Department).ShouldBe(("other@example.com", "Sales"));
    }

    [Fact]
    public async Task Edit_WithoutAVersion_IsRefused()
    {
        using var client = await host.ApplicationAsync();

        (await client.CallAsync("PUT", "users/x/email", new { email = "a@example.com" })).ShouldBe(
            428,
            "api.version-missing"
        );
        (
            await client.CallAsync("PUT", "users/x/email", new { email = "a@example.com" }, ("If-Match", "\"abc\""))
        ).ShouldBe(400, "api.version-invalid");
    }

    [Fact]
    public async Task Body_ThatIsNotTheCommand_IsRefusedWithTheName()
    {
        using var client = await host.ApplicationAsync();

        var unknown = await client.CallAsync("POST", "users", new { userName = "x", emial = "y" });
        unknown.ShouldBe(400, "api.unknown-property").Json["errors"]![0]!["field"]!.ToString().ShouldBe("emial");
        var twice = new StringContent("""{"userName":"a","userName":"b"}""", Encoding.UTF8, "application/json");
        (await client.CallAsync("POST", "users", twice)).ShouldBe(400, "api.not-json");
        var list = new StringContent("[]", Encoding.UTF8, "application/json");
        (await client.CallAsync("POST", "users", list)).ShouldBe(400, "api.not-an-object");
        var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        (await client.CallAsync("POST", "users", text)).ShouldBe(415, "api.media-type");
        (await client.CallAsync("POST", "users", new { userName = 7 })).ShouldBe(400, "api.value");
        // A choice that is left out is not the first one, which would disable these people.
        var missing = await client.CallAsync("POST", "bulk", new { userIds = (string[])["a"] });
        missing.ShouldBe(422, "message.value-missing").Json["errors"]![0]!["field"]!.ToString().ShouldBe("action");
        (await client.CallAsync("POST", "users?x=1", new { })).ShouldBe(400, "api.unknown-property");
    }

    [Fact]
    public async Task Refusals_HaveTheCodesAndSentencesOfTheBus()
    {
        using var client = await host.ApplicationAsync();
        await client.CreateUserAsync("taken");

        var invalid = await client.CallAsync("POST", "users", new { });
        var taken = await client.CallAsync(
            "POST",
            "users",
            new
            {
                userName = "taken",
                email = "taken@example.com",
                displayName = "T",
            }
        );
        var gone = await client.CallAsync("POST", "users/019aaaaa-0000-7000-8000-000000000000/disable");

        invalid.ShouldBe(422, invalid.Code!);
        invalid.Json["errors"]!.AsArray().Count.ShouldBeGreaterThan(2);
        taken.ShouldBe(409);
        taken.Json["errors"]!
            .AsArray()
            .Select(error => error!["code"]!.ToString())
            .ShouldBe([UserAdmin.Users.UserErrors.UserNameTaken.Code, UserAdmin.Users.UserErrors.EmailTaken.Code]);
        var onTheBus = await host
            .Services.GetRequiredService<ICommandBus>()
            .SendAsync(
                new CreateUser(Guid.CreateVersion7().ToString(), "taken", "taken@example.com", "T"),
                new CommandContext(Actor.System, Guid.CreateVersion7())
            );
        taken.Json["errors"]!
            .AsArray()
            .Select(error => (error!["code"]!.ToString(), error["message"]!.ToString()))
            .ShouldBe(onTheBus.Errors.Select(error => (error.Code, error.Message)));
        gone.ShouldBe(404, "users.not-found");
    }

    [Fact]
    public async Task Secrets_AreAcceptedAndNeverLogged()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("secretive");
        const string Password = "horse anchor maple 4711";

        (await client.CallAsync("PUT", $"users/{id}/temporary-password", new { password = Password })).ShouldBe(200);
        (
            await client.CallAsync("PUT", $"users/{id}/temporary-password", new { password = Password, x = Password })
        ).ShouldBe(400);

        host.Log.Lines.ShouldNotContain(line => line.Contains(Password, StringComparison.Ordinal));
        host.Log.Lines.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task LongWork_IsAnsweredWithWhereToFollowIt()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("bulky");

        var begun = await client.CallAsync(
            "POST",
            "bulk",
            new { action = "disable", userIds = (string[])[id] },
            ("Prefer", "wait=10")
        );

        begun.ShouldBe(202);
        var where = begun.Response.Headers.Location!.OriginalString;
        where.ShouldBe($"/api/v1/bulk/{begun.Json["id"]}");
        var (status, deadline) = ("running", DateTime.UtcNow.AddSeconds(30));
        while (status == "running" && DateTime.UtcNow < deadline)
        {
            var now = await client.CallAsync(
                "GET",
                where["/api/v1/".Length..],
                null,
                ("UserAdmin-At-Least", begun.Header("UserAdmin-Position")!)
            );
            status = now.ShouldBe(200).Json["value"]!["status"]!.GetValue<string>();
        }

        status.ShouldBe("finished");
    }

    [Fact]
    public async Task Delete_TakesTheReasonOfTheQueryString()
    {
        using var client = await host.ApplicationAsync();
        var id = await client.CreateUserAsync("leaver");

        (await client.CallAsync("DELETE", $"users/{id}?reason=Left", null, ("Prefer", "wait=10"))).ShouldBe(200);

        var history = await client.CallAsync("GET", $"users/{id}/history?limit=1");
        history.Json["items"]![0]!["reason"]!.GetValue<string>().ShouldBe("Left");
    }
}
