using UserAdmin.Users;

namespace UserAdmin.Tests.Users.ReadModel;

public sealed class SignInDaysTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", "1")]
    [InlineData("0 0 0", "3")]
    [InlineData("3 0", "1 0 0 1")]
    [InlineData("29 28 0", "1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1")]
    [InlineData("30 31 400 1", "1 0")]
    [InlineData("400 29 0", "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1")]
    // A clock was set back.
    [InlineData("0 2 2", "2 0 1")]
    [InlineData("0 90", "1")]
    public void SignInDays_AddedOneByOne_AreCountedByDay(string daysAgo, string last)
    {
        string? days = null;
        foreach (var ago in daysAgo.Split(' ').Select(int.Parse))
        {
            days = SignInDays.Add(days, _now.AddDays(-ago));
        }

        var counts = SignInDays.Read(days, _now);

        counts.Count.ShouldBe(SignInDays.Kept);
        string.Join(' ', counts).ShouldEndWith(last);
        counts.Sum().ShouldBe(last.Split(' ').Sum(int.Parse));
    }

    [Fact]
    public void SignInDays_AsDaysPass_MoveOn()
    {
        var days = SignInDays.Add(null, _now);

        SignInDays.Read(days, _now.AddDays(5))[24].ShouldBe(1);
        SignInDays.Read(days, _now.AddDays(29))[0].ShouldBe(1);
        SignInDays.Read(days, _now.AddDays(30)).Sum().ShouldBe(0);
        SignInDays.Read(null, _now).Sum().ShouldBe(0);
    }

    [Fact]
    public void SignInDays_OfVeryManyOnOneDay_StayShort()
    {
        string? days = null;
        for (var time = 0; time < 100; time++)
        {
            days = SignInDays.Add(days, _now);
        }

        SignInDays.Read(days, _now)[^1].ShouldBe(35);
        days!.Length.ShouldBeLessThan(50);
    }
}
