using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage;
using UserAdmin.Tests.Bulk;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Sealing;

/// <summary>What is in the log, before and after a purge.</summary>
public sealed class SealedLogTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Log_HoldsNoPersonalTextInPlain()
    {
        var admin = await _host.CreateAdministratorAsync("grace");
        var id = await _host.CreateUserAsync("ada");
        await _host.AcceptAsync(new UpdateUserProfile(id, "Ada of Ockham", _host.Tail()), admin);
        await _host.SendAsync(new DisableUser(id), admin, reason: "She left for Turin");

        var stored = Stored();

        stored.Count.ShouldBeGreaterThan(4);
        string[] personal = ["ada@example.com", "Ockham", "grace", "Turin"];
        foreach (var record in stored)
        {
            var text = $"{record.Payload} {record.ActorName} {record.Reason}";
            personal.ShouldEachBe(word => !text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        var plain = string.Join(' ', _host.ReadLog().Select(record => $"{record.Payload} {record.Reason}"));
        personal.Where(word => word != "grace").ShouldEachBe(word => plain.Contains(word));
    }

    [Fact]
    public async Task Purge_DeletesTheKey_AndKeepsTheReasonOfThePurge()
    {
        var admin = await _host.CreateAdministratorAsync("grace");
        var id = await _host.CreateUserAsync("ada");
        await _host.SendAsync(new DisableUser(id), admin, reason: "She left for Turin");
        await _host.AcceptAsync(new DeleteUser(id), admin);

        (await _host.SendAsync(new PurgeUser(id, "ada"), admin, reason: "Request 17")).IsAccepted.ShouldBeTrue();

        var events = _host.ReadLog().FindAll(record => record.SubjectId == id);
        events[0].Payload.ShouldContain("\"UserName\":\"erased\"");
        events[1].Reason.ShouldBe("erased");
        events[..^1].ShouldEachBe(record => record.IsErased);
        (events[^1].Type, events[^1].Reason, events[^1].ActorName).ShouldBe(("UserPurged", "Request 17", "grace"));
        Keys().ShouldContain((id, false));
        Keys().ShouldContain((admin.Id, true));
    }

    [Fact]
    public async Task Purge_OfAnActor_ErasesTheName_AndWhatWasDoneStays()
    {
        var admin = await _host.CreateAdministratorAsync("grace");
        var leaver = await _host.CreateAdministratorAsync("leaver");
        var id = await _host.CreateUserAsync("ada");
        var roleId = TestHost.NewId();
        await _host.SendAsync(new CreateRole(roleId, "Desk", null, []), leaver, reason: "As Leaver likes it");
        await _host.SendAsync(new DisableUser(id), leaver, reason: "She left for Turin");
        await _host.AcceptAsync(new DeleteUser(leaver.Id), admin);

        await _host.AcceptAsync(new PurgeUser(leaver.Id, "leaver"), admin);

        var role = _host.ReadLog().Single(record => record.SubjectId == roleId);
        (role.ActorName, role.Reason).ShouldBe(("erased", "erased"));
        role.Payload.ShouldContain("Desk");
        var disabled = _host.ReadLog().Single(record => record.Type == "UserDisabled");
        (disabled.ActorName, disabled.Reason, disabled.IsErased).ShouldBe(("erased", "She left for Turin", false));
    }

    [Fact]
    public async Task RefusedCommand_LeavesNoKeyBehind()
    {
        var before = Keys();

        (await _host.SendAsync(new CreateUser(TestHost.NewId(), "ada", "no email", "Ada"))).IsAccepted.ShouldBeFalse();
        (await _host.SendAsync(new DisableUser(TestHost.NewId()))).IsAccepted.ShouldBeFalse();

        Keys().ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task ManyEventsOfOneCommand_AreSealedWithTheKeyOfEach()
    {
        var ids = await _host.CreateUsersAsync(250);

        var events = _host.ReadLog().FindAll(record => ids.Contains(record.SubjectId));

        events.Count.ShouldBe(250);
        events.ShouldEachBe(record => !record.IsErased && record.Payload.Contains("@example.com"));
        Stored().FindAll(record => ids.Contains(record.SubjectId)).ShouldEachBe(record => record.Version == 2);
    }

    private List<EventRecord> Stored()
    {
        using var log = new LogReader(
            _host.Get<IWriteStore>().OpenConnection(),
            _host.Get<IWriteStore>().Layout,
            asStored: true
        );
        return log.Read(0, int.MaxValue);
    }

    private List<(string Id, bool HasKey)> Keys()
    {
        using var connection = _host.Get<IWriteStore>().OpenConnection();
        using var command = connection.Command(
            null,
            $"SELECT \"Id\", \"Key\" FROM {_host.Get<IWriteStore>().Layout.EventKeys}"
        );
        using var reader = command.ExecuteReader();
        var keys = new List<(string, bool)>();
        while (reader.Read())
        {
            keys.Add((reader.GetString(0), !reader.IsDBNull(1)));
        }

        return keys;
    }
}
