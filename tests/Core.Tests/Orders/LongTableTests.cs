using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Core.Tests.Orders;

public class LongTableTests
{
    [Fact]
    public void The_table_agrees_with_a_dictionary_on_any_sequence_of_operations()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var table = new LongTable(64);
            var twin = new Dictionary<long, long>();
            for (int i = 0; i < 3_000; i++)
            {
                long key = random.Next(1, 120) * (random.Next(2) == 0 ? 1 : 1L << 40);
                if (random.Next(3) > 0)
                {
                    bool hasRoom = twin.Count < 64 || twin.ContainsKey(key);
                    Assert.Equal(hasRoom, table.Set(key, i));
                    if (hasRoom)
                        twin[key] = i;
                }
                else
                {
                    table.Remove(key);
                    twin.Remove(key);
                }
                long asked = random.Next(1, 120);
                Assert.Equal(twin.TryGetValue(asked, out long expected), table.TryGet(asked, out long value));
                Assert.True(!twin.ContainsKey(asked) || value == expected);
                Assert.Equal(twin.Count, table.Count);
            }
        }
    }

    // Defect 16: the ids that were seen grew without bound. Defect 19: check and insert were two steps.
    [Fact]
    public void Only_the_newest_ids_are_remembered_and_each_is_new_once()
    {
        var recent = new RecentIds(8);
        for (long id = 1; id <= 100; id++)
        {
            Assert.True(recent.Add(id));
            Assert.False(recent.Add(id));
        }
        Assert.False(recent.Contains(92));
        Assert.True(recent.Contains(93));
        Assert.True(recent.Contains(100));
    }
}
