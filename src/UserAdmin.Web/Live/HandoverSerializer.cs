using System.Buffers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Caching.Memory;

namespace UserAdmin.Web.Live;

/// <summary>
/// Keeps the data of a <see cref="Handover{T}"/> in memory until the circuit of the page takes it; the page itself
/// carries only a key. The circuit then shows the same rows as other open pages, instead of a copy of its own
/// (decision 66). A circuit that starts too late or in another process gets nothing, and its page asks again.
/// </summary>
/// <typeparam name="T">The view model.</typeparam>
internal sealed class HandoverSerializer<T> : PersistentComponentStateSerializer<Handover<T>>, IDisposable
    where T : class
{
    // Browsers open the circuit as soon as they have loaded the scripts.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    // Bounded, because whoever loads pages without opening circuits must not fill the memory.
    private readonly MemoryCache _carried = new(new MemoryCacheOptions { SizeLimit = 2000 });

    public override void Persist(Handover<T> value, IBufferWriter<byte> writer)
    {
        // Random, and not in order of time: nobody may guess the key of another page.
        var key = Guid.NewGuid();
        _carried.Set(
            key,
            value.Value,
            new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = _patience, Size = 1 }
        );
        writer.Write(key.ToByteArray());
    }

    public override Handover<T> Restore(ReadOnlySequence<byte> data)
    {
        // A page of another build may still be open.
        if (data.Length != 16)
        {
            return new();
        }

        var key = new Guid(data.ToArray());
        var value = _carried.Get<T>(key);
        _carried.Remove(key);
        return new() { Value = value };
    }

    public void Dispose() => _carried.Dispose();
}
