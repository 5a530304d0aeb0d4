// Computes for ever before the program is there.
// expect: CE
constexpr unsigned long long forever() { unsigned long long sum = 0; for (unsigned long long i = 0; i < 1ULL << 60; i++) sum += i; return sum; }
static_assert(forever() != 0);
int main() { }
