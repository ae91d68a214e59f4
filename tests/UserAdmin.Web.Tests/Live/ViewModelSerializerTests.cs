using System.Buffers;
using System.Reflection;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Live;

public sealed class ViewModelSerializerTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    [Fact]
    public void RoundTrip_OfAFullRow_BringsEverySetterBackWhoeverMaySeeIt()
    {
        var row = new UserRow();
        var setters = typeof(UserRow).GetProperties(Any).Where(property => property.CanWrite).ToList();
        foreach (var (index, property) in setters.Index())
        {
            property.SetValue(row, Some(property.PropertyType, index));
        }

        var restored = RoundTrip(row);

        setters.Count(property => property.SetMethod!.IsAssembly).ShouldBeGreaterThan(20);
        foreach (var property in setters)
        {
            property.GetValue(restored).ShouldBe(property.GetValue(row), property.Name);
        }
    }

    [Fact]
    public void RoundTrip_OfAnAnswer_KeepsItsPageAndHowFreshItIs()
    {
        var answer = new Answer<Page<UserRow>>
        {
            Value = new Page<UserRow>([Rows.Ada(), Rows.User("bob", "Bob Bemer")], 1006),
            Position = 50,
            IsStale = true,
        };

        var restored = RoundTrip(answer);

        (restored.Position, restored.IsStale, restored.Refusal, restored.Value!.Total).ShouldBe((50, true, null, 1006));
        restored.Value.Items.Select(row => row.DisplayName).ShouldBe(["Ada Lovelace", "Bob Bemer"]);
    }

    [Fact]
    public void RoundTrip_OfARefusal_KeepsItsWords()
    {
        var refusal = MessagingErrors.NotPermitted("users.read");

        RoundTrip(new Answer<UserRow> { Refusal = refusal }).Refusal.ShouldBe(refusal);
    }

    [Fact]
    public void RoundTrip_OfAnEntryOfTheHistory_KeepsItsChanges() =>
        RoundTrip(Rows.Event(7, "Email changed", new FieldChange("Email", "a@example.org", null)))
            .Changes.ShouldBe([new FieldChange("Email", "a@example.org", null)]);

    [Fact]
    public void RoundTrip_OfThePersonSignedIn_KeepsWhatTheyMay()
    {
        var restored = RoundTrip(new SignedInUser("grace", "Grace Hopper", ["users.read"]));

        (restored.UserId, restored.DisplayName, restored.May("users.read"), restored.May("users.edit")).ShouldBe(
            ("grace", "Grace Hopper", true, false)
        );
    }

    private static T RoundTrip<T>(T value)
    {
        var (serializer, written) = (new ViewModelSerializer<T>(), new ArrayBufferWriter<byte>());
        serializer.Persist(value, written);
        return serializer.Restore(new ReadOnlySequence<byte>(written.WrittenMemory));
    }

    private static object Some(Type type, int index) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var text when text == typeof(string) => $"Ä “{index}”\n",
            var flag when flag == typeof(bool) => true,
            var count when count == typeof(int) => index + 1,
            var number when number == typeof(long) => (long)index + 1,
            var moment when moment == typeof(DateTimeOffset) => Rows.Now.AddTicks(index),
            var other => throw new InvalidOperationException($"The test knows no {other}."),
        };
}
