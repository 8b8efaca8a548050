/// Written by `training/train.py`; do not edit.
enum AddressWeights {
  static let bias = -2.520859
  /// For raw features, in the order of `Features.names`.
  static let weights: [Double] = [
    0.150907,  // hits
    0.324270,  // cov
    0.293230,  // cov_exact
    0.295603,  // cov2
    0.126989,  // bm25
    0.237210,  // bi
    0.429985,  // prox
    0.345031,  // lcs
    0.489377,  // type
    0.392669,  // cand_dens
    0.341518,  // dens_cov
    0.436927,  // cov_type
    -0.093384,  // missing_w
    0.227813,  // verb_cov
    0.097045,  // name_cov
    0.208742,  // rel_cov
    0.621271,  // cand_near
    0.226998,  // best_w
  ]
}
