// Types without end.
// expect: CE
template <int N, int M> struct Down { static const int value = Down<N - 1, M>::value + Down<N - 1, M + 1>::value; };
template <int M> struct Down<0, M> { static const int value = 1; };
int main() { return Down<600, 0>::value; }
