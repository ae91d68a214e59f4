using System.Buffers;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Live;

public sealed class HandoverSerializerTests
{
    private readonly Page<UserRow> _rows = new([Rows.Ada()], 1);

    [Fact]
    public void Restore_InTheSameProcess_ReturnsTheSameObjectsOnce()
    {
        using var serializer = new HandoverSerializer<Page<UserRow>>();
        var carried = Persist(serializer);

        serializer.Restore(carried).Value.ShouldBeSameAs(_rows);
        serializer.Restore(carried).Value.ShouldBeNull();
    }

    [Fact]
    public void Restore_InAnotherProcess_ReturnsNothing()
    {
        using var here = new HandoverSerializer<Page<UserRow>>();
        using var there = new HandoverSerializer<Page<UserRow>>();

        there.Restore(Persist(here)).Value.ShouldBeNull();
    }

    [Fact]
    public void Restore_OfAPageOfAnotherBuild_ReturnsNothing()
    {
        using var serializer = new HandoverSerializer<Page<UserRow>>();

        serializer.Restore(new ReadOnlySequence<byte>([1, 2, 3])).Value.ShouldBeNull();
    }

    private ReadOnlySequence<byte> Persist(HandoverSerializer<Page<UserRow>> serializer)
    {
        var written = new ArrayBufferWriter<byte>();
        serializer.Persist(new Handover<Page<UserRow>> { Value = _rows }, written);
        return new ReadOnlySequence<byte>(written.WrittenMemory);
    }
}
