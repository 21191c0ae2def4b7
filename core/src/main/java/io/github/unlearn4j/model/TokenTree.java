package io.github.unlearn4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences that begin alike, packed into one row of a batch so that what they share is computed
 * once: a tree of tokens in depth-first order. A token's depth is its position, and it sees its
 * ancestors and itself; so a token is seen by exactly the {@code end − index} tokens from itself
 * on. Scored tokens are predicted by their predecessor in the tree and are no nodes themselves
 * unless something follows them.
 */
final class TokenTree {
  /** A sequence joins a tree if it finds at least this share of its tokens there. */
  private static final double LEAST_SHARED = 0.25;

  /** Attention costs nodes², so a tree stops growing here (a long sequence alone may pass it). */
  private static final int MOST_NODES = 1024;

  /**
   * A token whose probability is asked for.
   *
   * @param node that predicts it
   * @param request number of the request, and {@code place} in its answer
   */
  record Scored(int node, int token, int request, int place) {}

  private final List<Scored> scored = new ArrayList<>();
  private int[] ids = new int[64];
  private int[] depths = new int[64];
  private int[] ends = new int[64];
  private int size;
  private int branches;

  /** Nodes of the sequence that was added last, by depth. */
  private int[] path = new int[64];

  private int pathLength;

  private TokenTree() {}

  /** The part of a request that a model with so many positions can read. */
  private record Input(int request, int[] ids, int from, int end) {
    int length() {
      return end - from;
    }

    int shared(Input other) {
      int mismatch = Arrays.mismatch(ids, from, end, other.ids, other.from, other.end);
      return mismatch < 0 ? length() : mismatch;
    }
  }

  /**
   * Packs requests, the largest tree first. Requests longer than {@code positions} + 1 tokens lose
   * their oldest ones; tokens to score that are lost, or have nothing before them, are left out.
   */
  static List<TokenTree> pack(List<LogLikelihood.Request> requests, int positions) {
    List<Input> inputs =
        IntStream.range(0, requests.size())
            .mapToObj(index -> input(index, requests.get(index).ids(), positions))
            .filter(input -> input.length() > 0)
            .sorted(TokenTree::compare)
            .toList();
    List<TokenTree> trees = new ArrayList<>();
    TokenTree tree = null;
    Input last = null;
    for (Input input : inputs) {
      // In sorted order nothing before shares more than the neighbour does.
      int shared = last == null ? 0 : input.shared(last);
      if (tree == null || !tree.takes(input, shared)) {
        tree = new TokenTree();
        trees.add(tree);
        shared = 0;
      }
      tree.add(input, shared, requests.get(input.request()));
      last = input;
    }
    trees.forEach(grown -> grown.endBranch(0));
    trees.sort(Comparator.comparingInt(grown -> -grown.size));
    return trees;
  }

  private static Input input(int request, int[] ids, int positions) {
    return new Input(request, ids, Math.max(0, ids.length - positions - 1), ids.length - 1);
  }

  /** By tokens; equal ones in the order of the requests. */
  private static int compare(Input a, Input b) {
    int order = Arrays.compare(a.ids(), a.from(), a.end(), b.ids(), b.from(), b.end());
    return order != 0 ? order : Integer.compare(a.request(), b.request());
  }

  private boolean takes(Input input, int shared) {
    return shared > 0
        && shared >= LEAST_SHARED * input.length()
        && size + input.length() - shared <= MOST_NODES;
  }

  private void add(Input input, int shared, LogLikelihood.Request request) {
    if (size == 0 || shared < pathLength) {
      branches++;
      endBranch(shared);
    }
    for (int depth = shared; depth < input.length(); depth++) {
      append(input.ids()[input.from() + depth], depth);
    }
    int first = Math.max(request.from(), input.from() + 1);
    for (int i = first; i <= input.end(); i++) {
      int predecessor = path[i - 1 - input.from()];
      scored.add(new Scored(predecessor, request.ids()[i], input.request(), i - request.from()));
    }
  }

  private void append(int id, int depth) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      depths = Arrays.copyOf(depths, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
    }
    ids[size] = id;
    depths[size] = depth;
    path[depth] = size++;
    pathLength = depth + 1;
  }

  /** Nothing more comes below the nodes of the path from {@code depth} on. */
  private void endBranch(int depth) {
    for (int i = depth; i < pathLength; i++) {
      ends[path[i]] = size;
    }
    pathLength = depth;
  }

  int size() {
    return size;
  }

  /** One sequence and its beginnings: plain causal attention will do. */
  boolean isChain() {
    return branches <= 1;
  }

  int id(int node) {
    return ids[node];
  }

  /** The position of a node. */
  int depth(int node) {
    return depths[node];
  }

  /** One more than the last node that sees {@code node}. */
  int end(int node) {
    return ends[node];
  }

  List<Scored> scored() {
    return scored;
  }
}
