"""HiGHS on an MPS file, one thread."""

import highspy

import peer


def search(file, clock):
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.readModel(file)
    clock.restart()
    # Presolve and the first relaxation do not ask the callbacks: this limit, of wall time, holds
    # there.
    highs.setOptionValue("time_limit", 2 * clock.limit)

    def ask(event):
        if clock.is_over():
            event.interrupt()

    highs.cbMipInterrupt.subscribe(ask)
    highs.cbSimplexInterrupt.subscribe(ask)
    highs.cbIpmInterrupt.subscribe(ask)
    highs.run()
    info = highs.getInfo()
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    value = info.objective_function_value if has_plan else None
    status = highs.modelStatusToString(highs.getModelStatus())
    if status == "Interrupted by user":
        status = "Time limit reached"
    return status, value, peer.finite(info.mip_dual_bound)


peer.main("HiGHS", highspy.Highs().version(), 1, search)
