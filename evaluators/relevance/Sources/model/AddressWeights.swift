/// Written by `training/train.py`; do not edit.
enum AddressWeights {
  static let bias = -2.520523
  /// For raw features, in the order of `Features.names`.
  static let weights: [Double] = [
    0.150916,  // hits
    0.324311,  // cov
    0.293296,  // cov_exact
    0.295640,  // cov2
    0.126977,  // bm25
    0.237240,  // bi
    0.430036,  // prox
    0.344980,  // lcs
    0.489000,  // type
    0.392530,  // cand_dens
    0.341431,  // dens_cov
    0.436797,  // cov_type
    -0.093432,  // missing_w
    0.227823,  // verb_cov
    0.097040,  // name_cov
    0.208669,  // rel_cov
    0.620907,  // cand_near
    0.227037,  // best_w
  ]
}
