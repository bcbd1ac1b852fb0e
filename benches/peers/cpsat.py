"""CP-SAT of OR-Tools on an MPS file, two workers (with one it only searches, without a bound
of its own worth the name), so twice the CPU time of the other peers."""

import ortools
from ortools.linear_solver.python import model_builder

import peer

WORKERS = 2


def search(file, clock):
    model = model_builder.Model()
    if not model.import_from_mps_file(file):
        return "cannot read the file", None, None
    clock.restart()
    solver = model_builder.Solver("sat")
    solver.set_solver_specific_parameters(f"num_workers: {WORKERS}")
    solver.set_time_limit_in_seconds(2 * clock.limit)
    peer.when_over(clock, solver.stop_search)
    status = solver.solve(model)
    has_plan = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    value = solver.objective_value if has_plan else None
    return status.name, value, peer.finite(solver.best_objective_bound)


peer.main("CP-SAT", ortools.__version__, WORKERS, search)
