using UserAdmin.Web.Startup.Demo;

namespace UserAdmin.Web.Tests.Startup;

public sealed class DemoStoryTests
{
    [Fact]
    public void DemoStory_ToldTwice_IsTheSameAndInOrder()
    {
        var (one, other) = (new DemoStory(Rows.Now).Steps(), new DemoStory(Rows.Now).Steps());

        one.Select(step => (step.Key, step.At, step.Reason, step.IpAddress))
            .ShouldBe(other.Select(step => (step.Key, step.At, step.Reason, step.IpAddress)));
        one.Select(step => step.Key).ShouldBeUnique();
        one.Select(step => step.At).ShouldBeInOrder();
        one[0].At.ShouldBeGreaterThan(Rows.Now.AddDays(-DemoStory.Days - 1));
        // The account of the last step shows that the story was told to its end.
        one[^1].Key.ShouldBe($"user {DemoStory.Count}");
        one[^1].At.ShouldBeLessThan(Rows.Now);
    }

    [Fact]
    public void DemoStory_HasWhatANewcomerLooksFor()
    {
        var steps = new DemoStory(Rows.Now).Steps();

        steps.Count(step => step.Key.StartsWith("sign-in ", StringComparison.Ordinal)).ShouldBeInRange(1500, 4000);
        steps.Count(step => step.Key.StartsWith("attack ", StringComparison.Ordinal)).ShouldBeGreaterThan(100);
        steps.Count(step => step.Key.StartsWith("bulk ", StringComparison.Ordinal)).ShouldBe(2);
        steps.Count(step => step.Key.StartsWith("import", StringComparison.Ordinal)).ShouldBe(2);
        steps.ShouldContain(step => step.Key.StartsWith("policy ", StringComparison.Ordinal));
        steps.Count(step => step.Key.StartsWith("claim ", StringComparison.Ordinal)).ShouldBe(5);
        steps.Where(step => step.Reason is not null).Select(step => step.Actor.Id).Distinct().Count().ShouldBe(5);
    }
}
